package io.deltarule.layer;

/**
 * The sizes of a {@link Gpt}.
 *
 * @param vocabulary the number of tokens
 * @param context the longest sequence
 * @param layers the number of blocks
 * @param heads of each attention; they divide the width
 * @param width of the vectors
 * @param dropout the probability of dropout behind embedding, attention and feed-forward network
 */
public record GptConfig(
    int vocabulary, int context, int layers, int heads, int width, double dropout) {
  public GptConfig {
    if (vocabulary < 1 || context < 1 || layers < 1) {
      throw new IllegalArgumentException(
          "Gpt: vocabulary, context and layers must be 1 or more, got "
              + vocabulary
              + ", "
              + context
              + " and "
              + layers
              + "; GPT-2 has 50257, 1024 and 12");
    }
    Heads.size("Gpt", width, heads);
    Dropout.of(dropout);
  }

  /** Without dropout. */
  public static GptConfig of(int vocabulary, int context, int layers, int heads, int width) {
    return new GptConfig(vocabulary, context, layers, heads, width, 0);
  }

  /** GPT-2 of 124 million parameters. */
  public static GptConfig gpt2() {
    return of(50_257, 1_024, 12, 12, 768);
  }

  /** GPT-2 medium, of 355 million parameters. */
  public static GptConfig gpt2Medium() {
    return of(50_257, 1_024, 24, 16, 1_024);
  }

  /** GPT-2 large, of 774 million parameters. */
  public static GptConfig gpt2Large() {
    return of(50_257, 1_024, 36, 20, 1_280);
  }

  /** GPT-2 XL, of 1.5 thousand million parameters. */
  public static GptConfig gpt2Xl() {
    return of(50_257, 1_024, 48, 25, 1_600);
  }

  /** The same sizes with dropout. */
  public GptConfig withDropout(double probability) {
    return new GptConfig(vocabulary, context, layers, heads, width, probability);
  }

  /**
   * The deviation of the first weights of what is added to the residual stream: {@code 0.02 /
   * sqrt(2 layers)} (Radford et al. 2019).
   */
  double residualDeviation() {
    return 0.02 / Math.sqrt(2.0 * layers);
  }
}

package io.deltarule.generate;

import java.util.Arrays;
import java.util.Objects;

/**
 * How the next token is chosen from a model's logits. First the logits are divided by the
 * temperature; then all but the k highest are left out; then all but the nucleus, the most probable
 * tokens that together have at least the probability p (Holtzman et al., "The curious case of
 * neural text degeneration", 2020). What is left is made to sum to 1 again. This is the order of
 * Hugging Face's transformers. Of equal logits the lower token counts as higher, as in an arg max;
 * there is always one token left.
 *
 * @param temperature 0 or more: below 1 sharpens the distribution, above 1 flattens it; 0 takes the
 *     most probable token
 * @param topK 1 or more; {@link #ALL} leaves none out
 * @param topP above 0 and at most 1; 1 leaves none out
 */
public record Sampling(double temperature, int topK, double topP) {
  /** A {@code topK} that leaves no token out. */
  public static final int ALL = Integer.MAX_VALUE;

  public Sampling {
    if (!(temperature >= 0 && temperature <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "sampling: temperature must be finite and 0 or more, got "
              + temperature
              + "; 1 leaves the model's distribution as it is");
    }
    if (topK < 1) {
      throw new IllegalArgumentException(
          "sampling: topK must be 1 or more, got " + topK + "; leave it out to allow every token");
    }
    if (!(topP > 0 && topP <= 1)) {
      throw new IllegalArgumentException(
          "sampling: topP must be above 0 and at most 1, got " + topP + "; 1 allows every token");
    }
  }

  /** The most probable token, always. */
  public static Sampling greedy() {
    return new Sampling(0, ALL, 1);
  }

  /** The model's own distribution, at a temperature. */
  public static Sampling at(double temperature) {
    return new Sampling(temperature, ALL, 1);
  }

  /** The same, among the k highest. */
  public Sampling withTopK(int k) {
    return new Sampling(temperature, k, topP);
  }

  /** The same, within the nucleus of probability p. */
  public Sampling withTopP(double p) {
    return new Sampling(temperature, topK, p);
  }

  /**
   * The probabilities that the next token is drawn by.
   *
   * @param logits holds one for each of {@code vocabulary} tokens from {@code from}; negative
   *     infinity for a token that must not come
   * @return one probability for each token, summing to 1
   * @throws IllegalArgumentException if a logit is NaN or infinity, or all are negative infinity
   * @throws IndexOutOfBoundsException if the logits don't lie in the array
   */
  public double[] probabilities(float[] logits, int from, int vocabulary) {
    Objects.checkFromIndexSize(from, vocabulary, logits.length);
    double[] probabilities = new double[vocabulary];
    fill(logits, from, probabilities, new long[vocabulary]);
    return probabilities;
  }

  /**
   * Fills {@code into}; {@code order} is room for as many numbers.
   *
   * <p>Exponentials are StrictMath's and sums in a fixed order, so that a seed gives the same text
   * on every Java virtual machine.
   */
  void fill(float[] logits, int from, double[] into, long[] order) {
    int best = highest(logits, from, into.length);
    if (temperature == 0) {
      Arrays.fill(into, 0);
      into[best] = 1;
      return;
    }
    for (int i = 0; i < into.length; i++) {
      into[i] = StrictMath.exp(((double) logits[from + i] - logits[from + best]) / temperature);
    }
    if (topK < into.length || topP < 1) {
      sort(logits, from, order);
      keepHighest(into, order);
    }
    double sum = 0;
    for (double weight : into) {
      sum += weight;
    }
    for (int i = 0; i < into.length; i++) {
      into[i] /= sum;
    }
  }

  /** Leaves out what is not among the k highest, and of these what is not of the nucleus. */
  private void keepHighest(double[] weights, long[] order) {
    int kept = Math.min(topK, weights.length);
    double total = 0;
    for (int i = 0; i < kept; i++) {
      total += weights[token(order[i])];
    }
    if (topP < 1) {
      double sum = 0;
      int nucleus = 0;
      while (nucleus < kept && (nucleus == 0 || sum < topP * total)) {
        sum += weights[token(order[nucleus])];
        nucleus++;
      }
      kept = nucleus;
    }
    for (int i = kept; i < weights.length; i++) {
      weights[token(order[i])] = 0;
    }
  }

  /** The tokens, the highest logit first, as the low halves of numbers that sort so. */
  private static void sort(float[] logits, int from, long[] order) {
    for (int i = 0; i < order.length; i++) {
      // Adding 0 makes -0 equal to 0. The bits of floats, the negative ones' reversed, sort as
      // they.
      int bits = Float.floatToIntBits(logits[from + i] + 0f);
      int ascending = bits ^ ((bits >> 31) & Integer.MAX_VALUE);
      order[i] = (long) ~ascending << 32 | i;
    }
    Arrays.sort(order);
  }

  private static int token(long sorted) {
    return (int) sorted;
  }

  private static int highest(float[] logits, int from, int vocabulary) {
    int best = 0;
    for (int i = 0; i < vocabulary; i++) {
      float logit = logits[from + i];
      if (!(logit < Float.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "sampling: the logit of token "
                + i
                + " is "
                + logit
                + "; look for where the model gave it first, with Training.trace");
      }
      best = logit > logits[from + best] ? i : best;
    }
    if (vocabulary == 0 || logits[from + best] == Float.NEGATIVE_INFINITY) {
      throw new IllegalArgumentException(
          "sampling: none of the "
              + vocabulary
              + " tokens is allowed: every logit is -Infinity; leave one above it");
    }
    return best;
  }
}

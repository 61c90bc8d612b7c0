package io.deltarule.cli.recipe;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What can be said of a {@link Gpt2}.
 *
 * @param data the text that it is trained on; a model that only writes needs none
 * @param init a file with its first weights, by Hugging Face's names; random ones if there is none
 * @param size its size, as {@link Gpt2Size} reads it
 * @param context the tokens that are read at a time
 * @param dropout the probability of dropout, at least 0 and below 1
 * @param clip the most that the norm of the gradient may be, above 0
 * @param recompute whether each block's activations are computed again in the backward pass
 */
public record Gpt2Options(
    Optional<Path> data,
    Optional<Path> init,
    String size,
    int context,
    double dropout,
    double clip,
    boolean recompute) {
  /** What is taken where nothing else is said: 124M, 256 tokens, dropout 0.1, norms up to 1. */
  public static Gpt2Options standard() {
    return new Gpt2Options(Optional.empty(), Optional.empty(), "124M", 256, 0.1, 1, false);
  }

  /** The same with another text. */
  public Gpt2Options withData(Path file) {
    return new Gpt2Options(Optional.of(file), init, size, context, dropout, clip, recompute);
  }

  /** The same for another size and context. */
  Gpt2Options withSize(String name, int tokens) {
    return new Gpt2Options(data, init, name, tokens, dropout, clip, recompute);
  }
}

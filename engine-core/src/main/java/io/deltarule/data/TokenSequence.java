package io.deltarule.data;

import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.util.Arrays;

/**
 * One long run of tokens, such as the characters of a book, that a language model is trained on:
 * cut into windows, each of which is to be continued by one token at each of its positions.
 *
 * <p>The array isn't copied and must not change any more.
 */
public final class TokenSequence {
  private final int[] tokens;
  private final int vocabulary;

  /**
   * A sequence.
   *
   * @param tokens each from 0 to {@code vocabulary - 1}
   * @param vocabulary the number of different tokens
   * @throws IllegalArgumentException if there is no token, one is out of range (the message names
   *     it and its place), or the vocabulary has less than 2
   */
  public TokenSequence(int[] tokens, int vocabulary) {
    this.tokens = tokens;
    this.vocabulary = vocabulary;
    if (tokens.length == 0 || vocabulary < 2) {
      throw new IllegalArgumentException(
          "TokenSequence: needs at least 1 token of a vocabulary of at least 2, got "
              + tokens.length
              + " of "
              + vocabulary);
    }
    for (int i = 0; i < tokens.length; i++) {
      if (tokens[i] < 0 || tokens[i] >= vocabulary) {
        throw new IllegalArgumentException(
            "TokenSequence: token "
                + tokens[i]
                + " at position "
                + i
                + " (from 0) is out of range: a vocabulary of "
                + vocabulary
                + " has tokens 0 to "
                + (vocabulary - 1)
                + "; encode the text with the model's own vocabulary");
      }
    }
  }

  /** The number of tokens. */
  public int length() {
    return tokens.length;
  }

  /** The number of different tokens there may be. */
  public int vocabulary() {
    return vocabulary;
  }

  /**
   * Two parts of a sequence.
   *
   * @param train the beginning
   * @param held the end
   */
  public record Split(TokenSequence train, TokenSequence held) {}

  /**
   * Holds out the end, for validation. No window lies in both parts, however much windows overlap.
   *
   * @param fraction the share held out, above 0 and below 1; rounded to whole tokens
   * @throws IllegalArgumentException if a part would be empty
   */
  public Split split(double fraction) {
    long held = Math.round(fraction * tokens.length);
    if (!(fraction > 0 && fraction < 1) || held < 1 || held >= tokens.length) {
      throw new IllegalArgumentException(
          "TokenSequence: holding out a fraction of "
              + fraction
              + " leaves one part of the "
              + tokens.length
              + " tokens empty; choose one above 0 and below 1 that gives each at least one");
    }
    int border = tokens.length - (int) held;
    return new Split(part(0, border), part(border, tokens.length));
  }

  private TokenSequence part(int from, int to) {
    return new TokenSequence(Arrays.copyOfRange(tokens, from, to), vocabulary);
  }

  /**
   * Windows at offsets 0, stride, 2 stride and so on, as far as whole ones fit. They share this
   * sequence's array, so that a stride of 1 takes no more memory than another.
   *
   * @param context the tokens of a window, T
   * @param stride from one window to the next: the context, so that each token is in one window, or
   *     1 for windows at any offset, to draw from with {@link RandomBatches}
   * @return features INT32 [N, T], labels INT32 [N, T]: the token after each
   * @throws IllegalArgumentException if context or stride is below 1, or the sequence is shorter
   *     than a window and the token after it
   */
  public Dataset windows(int context, int stride) {
    if (context < 1 || stride < 1) {
      throw new IllegalArgumentException(
          "TokenSequence: context and stride must be at least 1, got "
              + context
              + " and "
              + stride);
    }
    if (tokens.length <= context) {
      throw new IllegalArgumentException(
          "TokenSequence: a window of "
              + context
              + " tokens and the one after it needs at least "
              + (context + 1L)
              + ", the sequence has "
              + tokens.length
              + "; choose a shorter context or a longer text");
    }
    return Dataset.windows(Tensor.of(Shape.of(tokens.length), tokens), context, stride, vocabulary);
  }
}

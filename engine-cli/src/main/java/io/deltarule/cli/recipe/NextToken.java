package io.deltarule.cli.recipe;

import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;

/**
 * A text as the window that a language model reads, and what the model says of the token after it.
 *
 * @param context the tokens of a window
 * @param vocabulary the number of different tokens
 * @param filler the token that stands before a text that is shorter than a window
 * @param unit what a token is, in the plural
 * @param encode the tokens of a text
 * @param decode a token as text
 */
record NextToken(
    int context,
    int vocabulary,
    IntSupplier filler,
    String unit,
    Function<String, int[]> encode,
    IntFunction<String> decode) {
  private static final int SHOWN = 3;

  /** What a text may be. */
  String inputFormat() {
    return "the beginning of a text, of which the last " + context + " " + unit + " are read";
  }

  /**
   * The window of a text, INT32 [1, context].
   *
   * @throws IllegalArgumentException if the text is empty
   */
  Tensor parse(String input) {
    if (input.isEmpty()) {
      throw new IllegalArgumentException("the text is empty; give " + inputFormat());
    }
    int[] read = encode.apply(input);
    int[] tokens = new int[context];
    int known = Math.min(context, read.length);
    if (known < context) {
      Arrays.fill(tokens, 0, context - known, filler.getAsInt());
    }
    System.arraycopy(read, read.length - known, tokens, context - known, known);
    return Tensor.of(Shape.of(1, context), tokens);
  }

  /** The most probable tokens after the last position of logits [1, context, vocabulary]. */
  List<String> describe(Tensor output) {
    double[] logits = output.toDoubles();
    double[] shares =
        ClassScores.probabilities(
            Arrays.copyOfRange(logits, logits.length - vocabulary, logits.length));
    return IntStream.range(0, shares.length)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer token) -> -shares[token]))
        .limit(SHOWN)
        .map(
            token ->
                String.format(
                    Locale.ROOT, "next %s  probability %.4f", shown(token), shares[token]))
        .toList();
  }

  /** The token after the last position of labels [1, context]. */
  String describeTarget(Tensor target) {
    return "next " + shown(target.ints()[target.size() - 1]);
  }

  private String shown(int token) {
    return "'" + decode.apply(token).replace("\n", "\\n") + "'";
  }
}

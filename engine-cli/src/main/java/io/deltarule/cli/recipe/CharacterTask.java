package io.deltarule.cli.recipe;

import io.deltarule.data.CharacterVocabulary;
import io.deltarule.data.Dataset;
import io.deltarule.data.TokenSequence;
import io.deltarule.metric.Metric;
import io.deltarule.metric.TopK;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A text to be continued character by character: windows of it that follow one another, each
 * position with the character after it as its label. The last tenth of the text is the test set.
 * The characters are saved with the model, which means nothing without them.
 */
final class CharacterTask implements Task {
  private static final double HELD_OUT = 0.1;

  /** The name that the characters are saved by. */
  static final String CHARACTERS = "characters";

  private static final int SHOWN = 3;

  private final CharacterVocabulary vocabulary;
  private final int context;
  private final Dataset train;
  private final Dataset test;

  private CharacterTask(String text, CharacterVocabulary vocabulary, int context) {
    this.vocabulary = vocabulary;
    this.context = context;
    TokenSequence.Split split =
        new TokenSequence(vocabulary.encode(text), vocabulary.size()).split(HELD_OUT);
    this.train = split.train().windows(context, context);
    this.test = split.held().windows(context, context);
  }

  /**
   * The windows of a text.
   *
   * @param context the characters of a window
   * @param saved what was saved with a model, whose characters are then taken; empty for a new one
   * @throws IllegalArgumentException if a part of the text is shorter than a window
   * @throws IOException if the model's characters are not those of this text
   */
  static CharacterTask of(String text, int context, Map<String, String> saved) throws IOException {
    if (!saved.containsKey(CHARACTERS)) {
      return new CharacterTask(text, CharacterVocabulary.of(text), context);
    }
    try {
      CharacterVocabulary known = CharacterVocabulary.ofCharacters(saved.get(CHARACTERS));
      return new CharacterTask(text, known, context);
    } catch (IllegalArgumentException e) {
      throw new IOException("the model was trained on another text: " + e.getMessage(), e);
    }
  }

  /** The number of different characters. */
  int characters() {
    return vocabulary.size();
  }

  @Override
  public Map<String, String> saved() {
    return Map.of(CHARACTERS, vocabulary.characters());
  }

  @Override
  public Dataset train() {
    return train;
  }

  @Override
  public Dataset test() {
    return test;
  }

  @Override
  public List<Metric> metrics() {
    return List.of(TopK.accuracy(), new BitsPerCharacter());
  }

  @Override
  public String inputFormat() {
    return "the beginning of a text, of which the last " + context + " characters are read";
  }

  /** A text shorter than a window gets line ends before it, which a text begins after. */
  @Override
  public Tensor parse(String input) {
    if (input.isEmpty()) {
      throw new IllegalArgumentException("the text is empty; give " + inputFormat());
    }
    int[] read = vocabulary.encode(input);
    int[] tokens = new int[context];
    int known = Math.min(context, read.length);
    Arrays.fill(tokens, 0, context - known, vocabulary.encode("\n")[0]);
    System.arraycopy(read, read.length - known, tokens, context - known, known);
    return Tensor.of(Shape.of(1, context), tokens);
  }

  /** The most probable characters after the last position. */
  @Override
  public List<String> describe(Tensor output) {
    double[] logits = output.toDoubles();
    double[] shares =
        ClassScores.probabilities(
            Arrays.copyOfRange(logits, logits.length - characters(), logits.length));
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

  @Override
  public String describeTarget(Tensor target) {
    return "next " + shown(target.ints()[target.size() - 1]);
  }

  private String shown(int token) {
    return "'" + vocabulary.decode(token).replace("\n", "\\n") + "'";
  }
}

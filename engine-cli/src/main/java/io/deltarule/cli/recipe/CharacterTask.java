package io.deltarule.cli.recipe;

import io.deltarule.data.CharacterVocabulary;
import io.deltarule.data.Dataset;
import io.deltarule.data.TokenSequence;
import io.deltarule.metric.Metric;
import io.deltarule.metric.TopK;
import io.deltarule.tensor.Tensor;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * A text to be continued character by character: windows of it that follow one another, each
 * position with the character after it as its label. The last tenth of the text is the test set.
 * The characters are saved with the model, which means nothing without them.
 */
final class CharacterTask implements Task {
  private static final double HELD_OUT = 0.1;

  /** The name that the characters are saved by. */
  static final String CHARACTERS = "characters";

  private final CharacterVocabulary vocabulary;
  private final NextToken next;
  private final Dataset train;
  private final Dataset test;

  private CharacterTask(String text, CharacterVocabulary vocabulary, int context) {
    this.vocabulary = vocabulary;
    next =
        new NextToken(
            context,
            vocabulary.size(),
            () -> vocabulary.encode("\n")[0],
            "characters",
            vocabulary::encode,
            vocabulary::decode);
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
    return next.inputFormat();
  }

  /** A text shorter than a window gets line ends before it, which a text begins after. */
  @Override
  public Tensor parse(String input) {
    return next.parse(input);
  }

  @Override
  public List<String> describe(Tensor output) {
    return next.describe(output);
  }

  @Override
  public String describeTarget(Tensor target) {
    return next.describeTarget(target);
  }
}

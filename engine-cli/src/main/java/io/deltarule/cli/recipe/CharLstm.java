package io.deltarule.cli.recipe;

import io.deltarule.backend.Engine;
import io.deltarule.data.CharacterVocabulary;
import io.deltarule.loss.CrossEntropy;
import io.deltarule.tensor.Shape;
import io.deltarule.train.Training;
import java.io.IOException;
import java.util.Map;

/**
 * A book continued by two layers of long short-term memory, character by character, trained on
 * windows of 64 characters that begin with states of zero (after A. Karpathy, J. Johnson, L.
 * Fei-Fei, "Visualizing and understanding recurrent networks", 2015).
 */
public final class CharLstm implements TextRecipe {
  private static final int WINDOW = 64;
  private static final int EVALUATED = 64;

  private final CharLstmModel model = new CharLstmModel(MobyDick.CHARACTERS);

  /** Made by {@link Recipes}. */
  CharLstm() {}

  @Override
  public String name() {
    return "char-lstm";
  }

  @Override
  public String summary() {
    return "Moby Dick by characters, embedding 64, two LSTM layers of 256, windows of 64";
  }

  @Override
  public Settings defaults() {
    return new Settings(5, 32, 2e-3, "adam");
  }

  @Override
  public int evaluationBatch() {
    return EVALUATED;
  }

  @Override
  public Training.Builder problem(Engine engine) {
    return Training.of(engine, model)
        .indices(Shape.of(WINDOW))
        .labels(Shape.of(WINDOW))
        .loss(CrossEntropy.mean());
  }

  @Override
  public Task load(long seed) throws IOException {
    return load(seed, Map.of());
  }

  @Override
  public Task load(long seed, Map<String, String> saved) throws IOException {
    return MobyDick.task(WINDOW, saved);
  }

  @Override
  public CharacterVocabulary vocabulary(Map<String, String> saved) throws IOException {
    return MobyDick.vocabulary(saved);
  }

  @Override
  public TextReader reader(Training training) {
    return LstmReader.of(training, model);
  }
}

package io.deltarule.cli.recipe;

import io.deltarule.layer.Layer;
import io.deltarule.train.Training;

/**
 * A book continued by two layers of long short-term memory, character by character, trained on
 * windows of 64 characters that begin with states of zero (after A. Karpathy, J. Johnson, L.
 * Fei-Fei, "Visualizing and understanding recurrent networks", 2015).
 */
public final class CharLstm extends BookRecipe {
  private final CharLstmModel model = new CharLstmModel(MobyDick.CHARACTERS);

  /** Made by {@link Recipes}. */
  CharLstm() {
    super("char-lstm", 64, 64);
  }

  @Override
  Layer model() {
    return model;
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
  public TextReader reader(Training training) {
    return LstmReader.of(training, model);
  }
}

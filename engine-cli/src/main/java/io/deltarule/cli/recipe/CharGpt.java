package io.deltarule.cli.recipe;

import io.deltarule.layer.Gpt;
import io.deltarule.layer.GptConfig;
import io.deltarule.layer.Layer;
import io.deltarule.train.GptDecoder;
import io.deltarule.train.Training;

/**
 * A book continued by a small GPT-2, character by character: 4 blocks of 4 heads, width 128, a
 * context of 128 characters, tied weights.
 */
public final class CharGpt extends BookRecipe {
  private static final int CONTEXT = 128;

  private final Gpt model = Gpt.of(GptConfig.of(MobyDick.CHARACTERS, CONTEXT, 4, 4, 128));

  /** Made by {@link Recipes}. */
  CharGpt() {
    super("char-gpt", CONTEXT, 32);
  }

  @Override
  Layer model() {
    return model;
  }

  @Override
  public String summary() {
    return "Moby Dick by characters, GPT of 4 layers, 4 heads, width 128, context 128";
  }

  @Override
  public Settings defaults() {
    return new Settings(4, 16, 2e-3, "adamw");
  }

  @Override
  public TextReader reader(Training training) {
    return new GptReader(
        GptDecoder.of(training.engine(), model, training.parameters(), 1), CONTEXT);
  }
}

package io.deltarule.cli.recipe;

import io.deltarule.backend.Engine;
import io.deltarule.data.CharacterVocabulary;
import io.deltarule.layer.Gpt;
import io.deltarule.layer.GptConfig;
import io.deltarule.loss.CrossEntropy;
import io.deltarule.tensor.Shape;
import io.deltarule.train.GptDecoder;
import io.deltarule.train.Training;
import java.io.IOException;
import java.util.Map;

/**
 * A book continued by a small GPT-2, character by character: 4 blocks of 4 heads, width 128, a
 * context of 128 characters, tied weights.
 */
public final class CharGpt implements TextRecipe {
  private static final int CONTEXT = 128;
  private static final int EVALUATED = 32;

  private final Gpt model = Gpt.of(GptConfig.of(MobyDick.CHARACTERS, CONTEXT, 4, 4, 128));

  /** Made by {@link Recipes}. */
  CharGpt() {}

  @Override
  public String name() {
    return "char-gpt";
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
  public int evaluationBatch() {
    return EVALUATED;
  }

  @Override
  public Training.Builder problem(Engine engine) {
    return Training.of(engine, model)
        .indices(Shape.of(CONTEXT))
        .labels(Shape.of(CONTEXT))
        .loss(CrossEntropy.mean());
  }

  @Override
  public Task load(long seed) throws IOException {
    return load(seed, Map.of());
  }

  @Override
  public Task load(long seed, Map<String, String> saved) throws IOException {
    return MobyDick.task(CONTEXT, saved);
  }

  @Override
  public CharacterVocabulary vocabulary(Map<String, String> saved) throws IOException {
    return MobyDick.vocabulary(saved);
  }

  @Override
  public TextReader reader(Training training) {
    return new GptReader(
        GptDecoder.of(training.engine(), model, training.parameters(), 1), CONTEXT);
  }
}

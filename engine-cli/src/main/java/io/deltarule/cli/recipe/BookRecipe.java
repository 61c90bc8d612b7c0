package io.deltarule.cli.recipe;

import io.deltarule.backend.Engine;
import io.deltarule.layer.Layer;
import io.deltarule.loss.CrossEntropy;
import io.deltarule.tensor.Shape;
import io.deltarule.train.Training;
import java.io.IOException;
import java.util.Map;

/**
 * Moby Dick by characters: a model that reads windows of it, and says for each character of a
 * window which comes next.
 */
abstract class BookRecipe implements TextRecipe {
  private final String name;
  private final int window;
  private final int evaluated;

  /**
   * A recipe.
   *
   * @param window characters that are read at a time
   * @param evaluated windows that are evaluated at a time
   */
  BookRecipe(String name, int window, int evaluated) {
    this.name = name;
    this.window = window;
    this.evaluated = evaluated;
  }

  /** From indices [B, window] to logits [B, window, {@link MobyDick#CHARACTERS}]. */
  abstract Layer model();

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final int evaluationBatch() {
    return evaluated;
  }

  @Override
  public final Training.Builder problem(Engine engine) {
    return Training.of(engine, model())
        .indices(Shape.of(window))
        .labels(Shape.of(window))
        .loss(CrossEntropy.mean());
  }

  @Override
  public final Task load(long seed) throws IOException {
    return load(seed, Map.of());
  }

  @Override
  public final Task load(long seed, Map<String, String> saved) throws IOException {
    return MobyDick.task(window, saved);
  }

  @Override
  public final TextVocabulary vocabulary(Map<String, String> saved) throws IOException {
    return new CharacterText(MobyDick.vocabulary(saved));
  }
}

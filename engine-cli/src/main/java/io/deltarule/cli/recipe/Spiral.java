package io.deltarule.cli.recipe;

import io.deltarule.backend.Engine;
import io.deltarule.layer.Activation;
import io.deltarule.layer.Dense;
import io.deltarule.layer.Sequential;
import io.deltarule.loss.CrossEntropy;
import io.deltarule.tensor.Shape;
import io.deltarule.train.Training;

/**
 * Two interleaved spirals in the plane, generated from the seed; small enough to train in a second.
 */
public final class Spiral implements Recipe {
  private static final int WIDTH = 32;

  /** Made by {@link Recipes}. */
  Spiral() {}

  @Override
  public String name() {
    return "spiral";
  }

  @Override
  public String summary() {
    return "two interleaved spirals, 2-32-32-2 with tanh; draws the decision regions as a PNG";
  }

  @Override
  public Settings defaults() {
    return new Settings(60, 50, 1e-2, "adam");
  }

  @Override
  public Training.Builder problem(Engine engine) {
    Sequential model =
        Sequential.of(
            Dense.of(2, WIDTH),
            Activation.tanh(),
            Dense.of(WIDTH, WIDTH),
            Activation.tanh(),
            Dense.of(WIDTH, SpiralTask.CLASSES));
    return Training.of(engine, model).features(Shape.of(2)).labels().loss(CrossEntropy.mean());
  }

  @Override
  public Task load(long seed) {
    return new SpiralTask(seed);
  }
}

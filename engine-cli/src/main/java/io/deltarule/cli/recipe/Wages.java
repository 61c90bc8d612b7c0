package io.deltarule.cli.recipe;

import io.deltarule.backend.Engine;
import io.deltarule.layer.Activation;
import io.deltarule.layer.Dense;
import io.deltarule.layer.Sequential;
import io.deltarule.loss.Losses;
import io.deltarule.loss.Reduction;
import io.deltarule.tensor.Shape;
import io.deltarule.train.Training;
import java.io.IOException;

/**
 * Hourly wages of 534 workers in 1985 from education, experience, occupation and so on: regression
 * with Huber loss, which a few very high wages don't dominate.
 */
public final class Wages implements Recipe {
  private static final int WIDTH = 16;

  /** Made by {@link Recipes}. */
  Wages() {}

  @Override
  public String name() {
    return "wages";
  }

  @Override
  public String summary() {
    return "hourly wages of 1985 (534 workers), regression with Huber loss";
  }

  @Override
  public Settings defaults() {
    return new Settings(20, 16, 3e-3, "adamw");
  }

  @Override
  public Training.Builder problem(Engine engine) {
    Sequential model =
        Sequential.of(Dense.of(WagesTable.FEATURES, WIDTH), Activation.tanh(), Dense.of(WIDTH, 1));
    return Training.of(engine, model)
        .features(Shape.of(WagesTable.FEATURES))
        .targets(Shape.of(1))
        .loss(Losses.huber(1, Reduction.MEAN));
  }

  @Override
  public Task load(long seed) throws IOException {
    return new WagesTask(WagesTable.load(), seed);
  }
}

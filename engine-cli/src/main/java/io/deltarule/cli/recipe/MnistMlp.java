package io.deltarule.cli.recipe;

import io.deltarule.backend.Engine;
import io.deltarule.layer.Activation;
import io.deltarule.layer.Dense;
import io.deltarule.layer.Dropout;
import io.deltarule.layer.Sequential;
import io.deltarule.loss.CrossEntropy;
import io.deltarule.tensor.Shape;
import io.deltarule.train.Training;
import java.io.IOException;

/**
 * Handwritten digits with a perceptron of two hidden layers: 784-256-128-10, ReLU, dropout, softmax
 * cross-entropy, AdamW.
 */
public final class MnistMlp implements Recipe {
  private static final double DROPOUT = 0.2;

  /** Made by {@link Recipes}. */
  MnistMlp() {}

  @Override
  public String name() {
    return "mnist-mlp";
  }

  @Override
  public String summary() {
    return "MNIST digits, 784-256-128-10 with ReLU and dropout";
  }

  @Override
  public Settings defaults() {
    return new Settings(15, 128, 2e-3, "adamw");
  }

  @Override
  public Training.Builder problem(Engine engine) {
    Sequential model =
        Sequential.of(
            Dense.of(MnistTask.PIXELS, 256),
            Activation.relu(),
            Dropout.of(DROPOUT),
            Dense.of(256, 128),
            Activation.relu(),
            Dropout.of(DROPOUT),
            Dense.of(128, MnistTask.DIGITS));
    return Training.of(engine, model)
        .features(Shape.of(MnistTask.PIXELS))
        .labels()
        .loss(CrossEntropy.mean());
  }

  @Override
  public Task load(long seed) throws IOException {
    return MnistTask.load();
  }
}

package io.deltarule.cli.recipe;

import io.deltarule.backend.Engine;
import io.deltarule.layer.Activation;
import io.deltarule.layer.Conv2d;
import io.deltarule.layer.Dense;
import io.deltarule.layer.Dropout;
import io.deltarule.layer.Flatten;
import io.deltarule.layer.MaxPool2d;
import io.deltarule.layer.ReshapeSamples;
import io.deltarule.layer.Sequential;
import io.deltarule.loss.CrossEntropy;
import io.deltarule.tensor.Shape;
import io.deltarule.train.Training;
import java.io.IOException;

/**
 * Handwritten digits with a convolutional network in the manner of LeNet: two convolutions of 3 x 3
 * with 32 and 64 channels, max pooling, 128 hidden units, ReLU, dropout, softmax cross-entropy,
 * Adam.
 */
public final class MnistCnn implements Recipe {
  private static final double DROPOUT = 0.25;

  /** What two convolutions of 3 x 3 and pooling by 2 leave of a side. */
  private static final int POOLED = (MnistTask.SIDE - 4) / 2;

  /** Made by {@link Recipes}. */
  MnistCnn() {}

  @Override
  public String name() {
    return "mnist-cnn";
  }

  @Override
  public String summary() {
    return "MNIST digits, two convolutions of 32 and 64 channels, max pooling, dense 128";
  }

  @Override
  public Settings defaults() {
    return new Settings(3, 64, 1e-3, "adam");
  }

  @Override
  public Training.Builder problem(Engine engine) {
    Sequential model =
        Sequential.of(
            new ReshapeSamples(Shape.of(1, MnistTask.SIDE, MnistTask.SIDE)),
            Conv2d.of(1, 32, 3),
            Activation.relu(),
            Conv2d.of(32, 64, 3),
            Activation.relu(),
            MaxPool2d.of(2),
            new Flatten(),
            Dropout.of(DROPOUT),
            Dense.of(64 * POOLED * POOLED, 128),
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

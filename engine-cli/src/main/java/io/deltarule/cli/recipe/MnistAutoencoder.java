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
 * Handwritten digits through 32 numbers and back: 784-128-32-128-784, ReLU, a sigmoid at the end,
 * binary cross-entropy of each pixel (after G. Hinton and R. Salakhutdinov, "Reducing the
 * dimensionality of data with neural networks", 2006).
 */
public final class MnistAutoencoder implements Recipe {
  private static final int HIDDEN = 128;
  private static final int CODE = 32;

  /** Made by {@link Recipes}. */
  MnistAutoencoder() {}

  @Override
  public String name() {
    return "mnist-autoencoder";
  }

  @Override
  public String summary() {
    return "MNIST digits through 32 numbers and back; draws originals above reconstructions as a PNG";
  }

  @Override
  public Settings defaults() {
    return new Settings(20, 128, 2e-3, "adam");
  }

  @Override
  public Training.Builder problem(Engine engine) {
    Sequential model =
        Sequential.of(
            Dense.of(MnistTask.PIXELS, HIDDEN),
            Activation.relu(),
            Dense.of(HIDDEN, CODE),
            Dense.of(CODE, HIDDEN),
            Activation.relu(),
            Dense.of(HIDDEN, MnistTask.PIXELS),
            Activation.sigmoid());
    return Training.of(engine, model)
        .features(Shape.of(MnistTask.PIXELS))
        .targets(Shape.of(MnistTask.PIXELS))
        .loss(Losses.binaryCrossEntropy(Reduction.MEAN));
  }

  @Override
  public Task load(long seed) throws IOException {
    return AutoencoderTask.load();
  }
}

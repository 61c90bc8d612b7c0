package io.deltarule.benchmarks;

import io.deltarule.backend.Engine;
import io.deltarule.benchmarks.cases.VectorsAtOnce;
import io.deltarule.layer.Activation;
import io.deltarule.layer.Dense;
import io.deltarule.layer.Dropout;
import io.deltarule.layer.Sequential;
import io.deltarule.loss.CrossEntropy;
import io.deltarule.optim.Optimizers;
import io.deltarule.random.RandomStream;
import io.deltarule.tensor.Shape;
import io.deltarule.train.Training;
import io.deltarule.train.TrainingStep;

/**
 * A training step of the recipe {@code mnist-mlp}: 784-256-128-10 with ReLU and dropout, softmax
 * cross-entropy, AdamW; on one batch of random images. A run hands the batch over, trains on it and
 * reads the loss.
 */
final class MlpStep implements AutoCloseable {
  private static final int PIXELS = 784;
  private static final int CLASSES = 10;
  private static final double LEARNING_RATE = 1e-3;

  private final Engine engine;
  private final TrainingStep step;
  private final float[] images;
  private final int[] labels;

  MlpStep(int batch, int threads) {
    engine = Engine.open("cpu", VectorsAtOnce.options("cpu", threads));
    Sequential model =
        Sequential.of(
            Dense.of(PIXELS, 256),
            Activation.relu(),
            Dropout.of(0.2),
            Dense.of(256, 128),
            Activation.relu(),
            Dropout.of(0.2),
            Dense.of(128, CLASSES));
    Training training =
        Training.of(engine, model)
            .features(Shape.of(PIXELS))
            .labels()
            .loss(CrossEntropy.mean())
            .optimizer(Optimizers.adamW(0.01))
            .build();
    step = training.step(batch);
    RandomStream random = RandomStream.named(1, "batch");
    images = new float[batch * PIXELS];
    labels = new int[batch];
    for (int i = 0; i < images.length; i++) {
      images[i] = random.nextUniform();
    }
    for (int i = 0; i < labels.length; i++) {
      labels[i] = random.nextInt(CLASSES);
    }
  }

  /** Trains on the batch once and gives its loss. */
  float run() {
    step.features().write(images, 0);
    step.targets().write(labels, 0);
    step.run(LEARNING_RATE);
    return step.loss();
  }

  @Override
  public void close() {
    engine.close();
  }
}

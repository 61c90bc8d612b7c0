package io.deltarule.cpu.train;

import io.deltarule.backend.Engine;
import io.deltarule.layer.Activation;
import io.deltarule.layer.Activations;
import io.deltarule.layer.AvgPool2d;
import io.deltarule.layer.BatchNorm;
import io.deltarule.layer.Conv2d;
import io.deltarule.layer.ConvTranspose2d;
import io.deltarule.layer.Dense;
import io.deltarule.layer.Dropout;
import io.deltarule.layer.Flatten;
import io.deltarule.layer.GroupNorm;
import io.deltarule.layer.Gru;
import io.deltarule.layer.Layer;
import io.deltarule.layer.LayerNorm;
import io.deltarule.layer.Lstm;
import io.deltarule.layer.MaxPool2d;
import io.deltarule.layer.ReshapeSamples;
import io.deltarule.layer.Residual;
import io.deltarule.layer.RmsNorm;
import io.deltarule.layer.Sequential;
import io.deltarule.layer.TransformerEncoderLayer;
import io.deltarule.loss.CrossEntropy;
import io.deltarule.optim.Optimizers;
import io.deltarule.optim.Transformations;
import io.deltarule.random.RandomStream;
import io.deltarule.tensor.Shape;
import io.deltarule.train.Training;
import io.deltarule.train.TrainingStep;

/** Small classifiers that together use most of the engine, and data for them. */
public enum Networks {
  /** Smooth activations, so that rounding can't flip a unit. */
  DENSE(37) {
    @Override
    Layer model() {
      return Sequential.of(
          Dense.of(37, 41),
          Activation.gelu(),
          Dropout.of(0.25),
          Residual.of(Sequential.of(Dense.of(41, 41), Activation.tanh())),
          Activation.of(Activations.softplus()),
          Dense.of(41, CLASSES));
    }
  },
  /** Convolutions with and without strides and groups, pooling, normalised channels and rows. */
  IMAGES(2 * 9 * 11) {
    @Override
    Layer model() {
      return Sequential.of(
          new ReshapeSamples(Shape.of(2, 9, 11)),
          Conv2d.of(2, 18, 3).withPadding(1).withoutBias(),
          BatchNorm.of(18),
          Activation.gelu(),
          MaxPool2d.of(2),
          Conv2d.of(18, 24, 3).withStride(2).withPadding(1).withGroups(2),
          GroupNorm.of(3, 24),
          Activation.tanh(),
          ConvTranspose2d.of(24, 8, 2).withStride(2),
          AvgPool2d.of(2),
          new Flatten(),
          LayerNorm.of(8 * 2 * 3),
          Dense.of(8 * 2 * 3, CLASSES));
    }
  },
  /** Recurrent layers, and attention over their outputs. */
  SEQUENCES(6 * 5) {
    @Override
    Layer model() {
      return Sequential.of(
          new ReshapeSamples(Shape.of(6, 5)),
          Lstm.of(5, 17).bidirectional().batchFirst(),
          Gru.of(34, 36).batchFirst(),
          TransformerEncoderLayer.of(36, 4, 40),
          RmsNorm.of(36),
          new Flatten(),
          Dense.of(6 * 36, CLASSES));
    }
  };

  public static final int BATCH = 19;
  private static final int CLASSES = 7;

  private final int features;

  Networks(int features) {
    this.features = features;
  }

  abstract Layer model();

  /** With clipping, and averaged weights. */
  public Training training(Engine engine) {
    return Training.of(engine, model())
        .features(Shape.of(features))
        .labels()
        .loss(CrossEntropy.mean())
        .optimizer(
            Optimizers.adamW(0.01)
                .precededBy(Transformations.clipByGlobalNorm(0.5))
                .followedBy(Transformations.averageWeights(0.9)))
        .seed(3)
        .build();
  }

  float[] features(int step) {
    RandomStream random = new RandomStream(step, -5);
    float[] batch = new float[BATCH * features];
    for (int i = 0; i < batch.length; i++) {
      batch[i] = 2 * random.nextUniform() - 1;
    }
    return batch;
  }

  static int[] labels(int step) {
    RandomStream random = new RandomStream(step, -6);
    int[] labels = new int[BATCH];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = random.nextInt(CLASSES);
    }
    return labels;
  }

  /** Trains for some steps, a fresh batch each. */
  public void train(Training training, int steps) {
    TrainingStep step = training.step(BATCH);
    for (int i = 0; i < steps; i++) {
      step.features().write(features(i), 0);
      step.targets().write(labels(i), 0);
      step.run(2e-3);
    }
  }
}

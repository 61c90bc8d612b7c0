package io.deltarule.cpu.train;

import io.deltarule.backend.Engine;
import io.deltarule.layer.Activation;
import io.deltarule.layer.Activations;
import io.deltarule.layer.Dense;
import io.deltarule.layer.Dropout;
import io.deltarule.layer.Residual;
import io.deltarule.layer.Sequential;
import io.deltarule.loss.CrossEntropy;
import io.deltarule.optim.Optimizers;
import io.deltarule.optim.Transformations;
import io.deltarule.random.RandomStream;
import io.deltarule.tensor.Shape;
import io.deltarule.train.Training;
import io.deltarule.train.TrainingStep;

/** A small classifier that uses most of the engine, and data for it. */
final class Networks {
  static final int BATCH = 19;
  static final int FEATURES = 37;
  static final int CLASSES = 7;

  private Networks() {}

  /**
   * Smooth activations, so that rounding can't flip a unit; dropout, clipping, averaged weights.
   */
  static Training classifier(Engine engine) {
    Sequential model =
        Sequential.of(
            Dense.of(FEATURES, 41),
            Activation.gelu(),
            Dropout.of(0.25),
            Residual.of(Sequential.of(Dense.of(41, 41), Activation.tanh())),
            Activation.of(Activations.softplus()),
            Dense.of(41, CLASSES));
    return Training.of(engine, model)
        .features(Shape.of(FEATURES))
        .labels()
        .loss(CrossEntropy.mean())
        .optimizer(
            Optimizers.adamW(0.01)
                .precededBy(Transformations.clipByGlobalNorm(0.5))
                .followedBy(Transformations.averageWeights(0.9)))
        .seed(3)
        .build();
  }

  static float[] features(int step) {
    RandomStream random = new RandomStream(step, -5);
    float[] features = new float[BATCH * FEATURES];
    for (int i = 0; i < features.length; i++) {
      features[i] = 2 * random.nextUniform() - 1;
    }
    return features;
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
  static void train(Training training, int steps) {
    TrainingStep step = training.step(BATCH);
    for (int i = 0; i < steps; i++) {
      step.features().write(features(i), 0);
      step.targets().write(labels(i), 0);
      step.run(2e-3);
    }
  }
}

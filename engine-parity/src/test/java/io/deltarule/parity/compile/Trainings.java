package io.deltarule.parity.compile;

import io.deltarule.backend.Engine;
import io.deltarule.layer.Activation;
import io.deltarule.layer.Activations;
import io.deltarule.layer.Dense;
import io.deltarule.layer.Dropout;
import io.deltarule.layer.Sequential;
import io.deltarule.loss.CrossEntropy;
import io.deltarule.optim.Optimizers;
import io.deltarule.optim.Transformations;
import io.deltarule.tensor.Shape;
import io.deltarule.train.Training;

/** The multilayer perceptron whose compiled step the tests look at. */
final class Trainings {
  private Trainings() {}

  /** ReLU, dropout, cross-entropy, AdamW after clipping by the global norm. */
  static Training perceptron(Engine engine, int in, int hidden1, int hidden2, int classes) {
    Sequential model =
        Sequential.of(
            Dense.of(in, hidden1),
            Activation.of(Activations.relu()),
            Dropout.of(0.2),
            Dense.of(hidden1, hidden2),
            Activation.of(Activations.relu()),
            Dropout.of(0.2),
            Dense.of(hidden2, classes));
    return Training.of(engine, model)
        .features(Shape.of(in))
        .labels()
        .loss(CrossEntropy.mean())
        .optimizer(Optimizers.adamW(0.01).precededBy(Transformations.clipByGlobalNorm(1)))
        .seed(7)
        .build();
  }
}

package io.deltarule.cpu.documentation;

import io.deltarule.backend.Engine;
import io.deltarule.layer.Activation;
import io.deltarule.layer.Dense;
import io.deltarule.layer.Sequential;
import io.deltarule.loss.CrossEntropy;
import io.deltarule.optim.Optimizers;
import io.deltarule.tensor.Shape;
import io.deltarule.train.Training;
import io.deltarule.train.TrainingStep;
import java.io.IOException;
import java.nio.file.Path;

/** Trains a classifier on images [N, 784] with labels [N], both row-major in one array. */
final class TrainingProgram {
  private TrainingProgram() {}

  static void run(float[] images, int[] labels, Path file) throws IOException {
    // shown in README.md
    Sequential model = Sequential.of(Dense.of(784, 128), Activation.relu(), Dense.of(128, 10));
    try (Engine engine = Engine.open("auto");
        Training training =
            Training.of(engine, model)
                .features(Shape.of(784))
                .labels()
                .loss(CrossEntropy.mean())
                .optimizer(Optimizers.adamW(0.01))
                .build()) {
      TrainingStep step = training.step(64);
      for (int first = 0; first + 64 <= labels.length; first += 64) {
        step.features().write(images, first * 784);
        step.targets().write(labels, first);
        step.run(1e-3);
        System.out.println("loss " + step.loss());
      }
      training.save(file);
    }
    // end
  }
}

package io.deltarule.cpu.documentation;

import io.deltarule.backend.BackendOptions;
import io.deltarule.backend.Engine;
import io.deltarule.layer.Activation;
import io.deltarule.layer.Dense;
import io.deltarule.layer.Sequential;
import io.deltarule.loss.CrossEntropy;
import io.deltarule.optim.Optimizers;
import io.deltarule.tensor.Shape;
import io.deltarule.train.Training;
import io.deltarule.train.TrainingStep;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A program that embeds the engine: trains on several engines at once, and prints their losses. */
public final class HostProgram {
  private static final int ENGINES = 4;

  private HostProgram() {}

  /** Fails unless every engine gives the same loss and leaves no thread behind. */
  public static void main(String[] args) throws Exception {
    ExecutorService host = Executors.newFixedThreadPool(ENGINES);
    List<Future<Float>> losses = new ArrayList<>();
    for (int i = 0; i < ENGINES; i++) {
      int threads = 1 + i % 3;
      losses.add(host.submit(() -> train(threads)));
    }
    for (Future<Float> loss : losses) {
      System.out.println("loss " + loss.get());
      if (!loss.get().equals(losses.get(0).get()) || !(loss.get() < 0.1f)) {
        System.exit(1);
      }
    }
    host.shutdown();
    // Whatever an engine left running would keep this from ending.
  }

  private static float train(int threads) {
    Sequential model = Sequential.of(Dense.of(2, 16), Activation.tanh(), Dense.of(16, 2));
    try (Engine engine = Engine.open("auto", BackendOptions.standard().withThreads(threads));
        Training training =
            Training.of(engine, model)
                .features(Shape.of(2))
                .labels()
                .loss(CrossEntropy.mean())
                .optimizer(Optimizers.adam())
                .build()) {
      TrainingStep step = training.step(4);
      for (int i = 0; i < 300; i++) {
        step.features().write(new float[] {0, 0, 0, 1, 1, 0, 1, 1}, 0);
        step.targets().write(new int[] {0, 1, 1, 0}, 0);
        step.run(0.03);
      }
      return step.loss();
    }
  }
}

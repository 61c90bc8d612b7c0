package io.deltarule.cuda.engine;

import io.deltarule.backend.BackendOptions;
import io.deltarule.backend.Engine;
import io.deltarule.cuda.CudaProvider;
import io.deltarule.layer.Activation;
import io.deltarule.layer.Activations;
import io.deltarule.layer.Dense;
import io.deltarule.layer.Dropout;
import io.deltarule.layer.Residual;
import io.deltarule.layer.Sequential;
import io.deltarule.loss.CrossEntropy;
import io.deltarule.optim.Optimizers;
import io.deltarule.optim.Schedule;
import io.deltarule.optim.Schedules;
import io.deltarule.optim.Transformations;
import io.deltarule.random.RandomStream;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import io.deltarule.train.Training;
import io.deltarule.train.TrainingStep;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** A small classifier that uses most of the engine, data for it, and engines to train it on. */
final class Networks {
  static final int BATCH = 9;
  static final int FEATURES = 17;
  static final int CLASSES = 5;

  private Networks() {}

  /** An engine on the device. */
  static Engine engine(Path cache, String... settings) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("cuda.cache", cache.toString());
    for (int i = 0; i < settings.length; i += 2) {
      all.put(settings[i], settings[i + 1]);
    }
    return Engine.of(new CudaProvider().open(new BackendOptions(0, all)));
  }

  /** Dropout, clipping, decoupled weight decay, averaged weights. */
  static Training classifier(Engine engine) {
    Sequential model =
        Sequential.of(
            Dense.of(FEATURES, 21),
            Activation.gelu(),
            Dropout.of(0.25),
            Residual.of(Sequential.of(Dense.of(21, 21), Activation.tanh())),
            Activation.of(Activations.softplus()),
            Dense.of(21, CLASSES));
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

  /** Trains for some steps, a fresh batch and rate each; the losses and the final parameters. */
  static Map<String, Tensor> train(Training training, int steps) {
    Schedule schedule = Schedules.cosine(2e-3, 1, steps, 1e-5);
    TrainingStep step = training.step(BATCH);
    float[] losses = new float[steps];
    for (int i = 0; i < steps; i++) {
      step.features().write(features(i), 0);
      step.targets().write(labels(i), 0);
      step.run(schedule.learningRate(i));
      losses[i] = step.loss();
    }
    Map<String, Tensor> result = new LinkedHashMap<>(training.parameters());
    training.slot("ema").forEach((name, value) -> result.put("average of " + name, value));
    result.put("losses", Tensor.of(Shape.of(steps), losses));
    return result;
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
}

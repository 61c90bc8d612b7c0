package io.deltarule.benchmarks.workload;

import io.deltarule.layer.Activation;
import io.deltarule.layer.Dense;
import io.deltarule.layer.EmbeddingBag;
import io.deltarule.layer.Layer;
import io.deltarule.layer.Sequential;
import io.deltarule.optim.Optimizers;
import io.deltarule.tensor.Shape;
import java.util.List;
import java.util.stream.Collectors;

/** The workloads that there are, each with its model in one place. */
public final class TrainingWorkloads {
  private static final int VOCABULARY = 20_000;
  private static final int TOKENS = 200;

  private static final List<TrainingWorkload> ALL =
      List.of(
          new TrainingWorkload(
              "mlp-small",
              "784-128-10 with ReLU, batch 64, Adam",
              64,
              Shape.of(784),
              0,
              10,
              1e-3,
              () -> Sequential.of(Dense.of(784, 128), Activation.relu(), Dense.of(128, 10)),
              Optimizers::adam),
          new TrainingWorkload(
              "mlp-large",
              "784-2048-2048-10 with ReLU, batch 256, SGD with momentum 0.9",
              256,
              Shape.of(784),
              0,
              10,
              1e-2,
              TrainingWorkloads::largePerceptron,
              () -> Optimizers.momentum(0.9)),
          new TrainingWorkload(
              "text-embed",
              "20,000 words embedded in 64 numbers, averaged over 200 tokens, 64-64-2 with ReLU,"
                  + " batch 64, Adam on all rows",
              64,
              Shape.of(TOKENS),
              VOCABULARY,
              2,
              1e-3,
              TrainingWorkloads::textClassifier,
              Optimizers::adam));

  /** Names of workloads that other engines are measured on, and this one can't express yet. */
  private static final List<String> RESERVED =
      List.of("cnn-mnist", "resnet20", "char-lstm", "gpt-nano", "gpt2-124m");

  private TrainingWorkloads() {}

  private static Layer largePerceptron() {
    return Sequential.of(
        Dense.of(784, 2048),
        Activation.relu(),
        Dense.of(2048, 2048),
        Activation.relu(),
        Dense.of(2048, 10));
  }

  private static Layer textClassifier() {
    return Sequential.of(
        EmbeddingBag.mean(VOCABULARY, 64), Dense.of(64, 64), Activation.relu(), Dense.of(64, 2));
  }

  /** All workloads, in the order in which they run. */
  public static List<TrainingWorkload> all() {
    return ALL;
  }

  /**
   * The workload of a name.
   *
   * @throws IllegalArgumentException if there is none, saying which there are
   */
  public static TrainingWorkload named(String name) {
    return ALL.stream()
        .filter(workload -> workload.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(absent(name)));
  }

  private static String absent(String name) {
    String there = ALL.stream().map(TrainingWorkload::name).collect(Collectors.joining(", "));
    return RESERVED.contains(name)
        ? "workload '"
            + name
            + "' is not there yet: its name is reserved until the engine has its layers; there are "
            + there
        : "there is no workload '" + name + "'; there are " + there;
  }
}

package io.deltarule.benchmarks.workload;

import io.deltarule.layer.Activation;
import io.deltarule.layer.Conv2d;
import io.deltarule.layer.Dense;
import io.deltarule.layer.Embedding;
import io.deltarule.layer.EmbeddingBag;
import io.deltarule.layer.Flatten;
import io.deltarule.layer.Gpt;
import io.deltarule.layer.GptConfig;
import io.deltarule.layer.Layer;
import io.deltarule.layer.Lstm;
import io.deltarule.layer.MaxPool2d;
import io.deltarule.layer.Sequential;
import io.deltarule.optim.Optimizers;
import io.deltarule.tensor.Shape;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The workloads that there are, each with its model in one place. */
public final class TrainingWorkloads {
  private static final int WORDS = 20_000;
  private static final int WORDS_OF_A_TEXT = 200;
  private static final int CHARACTERS = 96;
  private static final int LSTM_STEPS = 64;
  private static final int GPT_STEPS = 256;
  private static final GptConfig GPT_NANO = GptConfig.of(65, GPT_STEPS, 6, 6, 384);
  private static final GptConfig GPT2 = GptConfig.gpt2();

  private static final List<TrainingWorkload> ALL =
      List.of(
          new TrainingWorkload(
              "mlp-small",
              "784-128-10 with ReLU, batch 64, Adam",
              64,
              TrainingSample.ofNumbers(Shape.of(784), 10),
              1e-3,
              () -> Sequential.of(Dense.of(784, 128), Activation.relu(), Dense.of(128, 10)),
              Optimizers::adam),
          new TrainingWorkload(
              "mlp-large",
              "784-2048-2048-10 with ReLU, batch 256, SGD with momentum 0.9",
              256,
              TrainingSample.ofNumbers(Shape.of(784), 10),
              1e-2,
              TrainingWorkloads::largePerceptron,
              () -> Optimizers.momentum(0.9)),
          new TrainingWorkload(
              "cnn-mnist",
              "images of 28 x 28, convolutions of 3 x 3 with 32 and 64 channels, max pooling,"
                  + " 9216-128-10 with ReLU, batch 64, Adam",
              64,
              TrainingSample.ofNumbers(Shape.of(1, 28, 28), 10),
              1e-3,
              TrainingWorkloads::digitClassifier,
              Optimizers::adam),
          new TrainingWorkload(
              "resnet20",
              "images of 3 x 32 x 32, ResNet-20 of 16, 32 and 64 channels with batch normalisation,"
                  + " batch 64, SGD with momentum 0.9",
              64,
              TrainingSample.ofNumbers(Shape.of(3, 32, 32), 10),
              1e-2,
              () -> ResNet20.model(10),
              () -> Optimizers.momentum(0.9)),
          new TrainingWorkload(
              "text-embed",
              "20,000 words embedded in 64 numbers, averaged over 200 tokens, 64-64-2 with ReLU,"
                  + " batch 64, Adam on all rows",
              64,
              TrainingSample.ofTokens(WORDS_OF_A_TEXT, WORDS, 2),
              1e-3,
              TrainingWorkloads::textClassifier,
              Optimizers::adam),
          new TrainingWorkload(
              "char-lstm",
              "96 characters embedded in 64 numbers, two LSTM layers of 256, dense 96 at each of 64"
                  + " steps, batch 32, Adam",
              32,
              TrainingSample.ofSequence(LSTM_STEPS, CHARACTERS),
              1e-3,
              TrainingWorkloads::characterModel,
              Optimizers::adam),
          new TrainingWorkload(
              "gpt-nano",
              "GPT of 6 layers, 6 heads, width 384, 65 tokens, tied weights, 256 steps, batch 4,"
                  + " AdamW with decay 0.1",
              4,
              TrainingSample.ofSequence(GPT_STEPS, GPT_NANO.vocabulary()),
              3e-4,
              () -> Gpt.of(GPT_NANO),
              () -> Optimizers.adamW(0.1)),
          new TrainingWorkload(
              "gpt2-124m",
              "GPT-2 of 12 layers, 12 heads, width 768, 50,257 tokens, tied weights, 256 steps,"
                  + " batch 1, AdamW with decay 0.1",
              1,
              TrainingSample.ofSequence(GPT_STEPS, GPT2.vocabulary()),
              3e-4,
              () -> Gpt.of(GPT2),
              () -> Optimizers.adamW(0.1)));

  /** Those whose steps are short: minutes would go by with the others. */
  private static final Set<String> QUICK =
      Set.of("mlp-small", "mlp-large", "cnn-mnist", "text-embed");

  private TrainingWorkloads() {}

  private static Layer largePerceptron() {
    return Sequential.of(
        Dense.of(784, 2048),
        Activation.relu(),
        Dense.of(2048, 2048),
        Activation.relu(),
        Dense.of(2048, 10));
  }

  private static Layer digitClassifier() {
    return Sequential.of(
        Conv2d.of(1, 32, 3),
        Activation.relu(),
        Conv2d.of(32, 64, 3),
        Activation.relu(),
        MaxPool2d.of(2),
        new Flatten(),
        Dense.of(64 * 12 * 12, 128),
        Activation.relu(),
        Dense.of(128, 10));
  }

  private static Layer textClassifier() {
    return Sequential.of(
        EmbeddingBag.mean(WORDS, 64), Dense.of(64, 64), Activation.relu(), Dense.of(64, 2));
  }

  private static Layer characterModel() {
    return Sequential.of(
        Embedding.of(CHARACTERS, 64),
        Lstm.of(64, 256).withLayers(2).batchFirst(),
        Dense.of(256, CHARACTERS));
  }

  /** All workloads, in the order in which they run. */
  public static List<TrainingWorkload> all() {
    return ALL;
  }

  /** Those that a run within a minute has the time for. */
  public static List<TrainingWorkload> quick() {
    return ALL.stream().filter(workload -> QUICK.contains(workload.name())).toList();
  }

  /** The names of all workloads, as a sentence lists them. */
  public static String names() {
    return names(ALL);
  }

  /** The names of workloads, as a sentence lists them. */
  public static String names(List<TrainingWorkload> workloads) {
    return workloads.stream().map(TrainingWorkload::name).collect(Collectors.joining(", "));
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
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no workload '" + name + "'; there are " + names()));
  }
}

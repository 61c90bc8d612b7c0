package io.deltarule.parity.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltarule.backend.Engine;
import io.deltarule.data.Dataset;
import io.deltarule.layer.Dense;
import io.deltarule.layer.Embedding;
import io.deltarule.layer.EmbeddingBag;
import io.deltarule.layer.Layer;
import io.deltarule.layer.Sequential;
import io.deltarule.loss.CrossEntropy;
import io.deltarule.op.Gather;
import io.deltarule.op.ScatterAdd;
import io.deltarule.optim.Optimizers;
import io.deltarule.optim.Schedules;
import io.deltarule.plan.Step;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import io.deltarule.train.Trainer;
import io.deltarule.train.Training;
import io.deltarule.train.TrainingResult;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Layers over indices; their values and gradients are held to PyTorch's by golden trainings. */
class EmbeddingTest {
  private static final int VOCABULARY = 50;
  private static final int WIDTH = 8;
  private static final int WORDS = 6;
  private static final int SAMPLES = 64;

  private final Engine engine = Engine.open("reference");

  @AfterEach
  void close() {
    engine.close();
  }

  private Training training(Layer model, Shape sample) {
    return Training.of(engine, model)
        .indices(sample)
        .labels()
        .loss(CrossEntropy.mean())
        .optimizer(Optimizers.adam())
        .build();
  }

  private Training bags(EmbeddingBag bag) {
    return training(Sequential.of(bag, Dense.of(WIDTH, 2)), Shape.of(WORDS));
  }

  /** Texts of class 1 hold words of the upper half of the vocabulary, the others of the lower. */
  private static Dataset texts() {
    SplittableRandom random = new SplittableRandom(3);
    int[] labels = random.ints(SAMPLES, 0, 2).toArray();
    int[] words = new int[SAMPLES * WORDS];
    Arrays.setAll(words, i -> labels[i / WORDS] * VOCABULARY / 2 + random.nextInt(VOCABULARY / 2));
    return Dataset.classification(
        Tensor.of(Shape.of(SAMPLES, WORDS), words), Tensor.of(Shape.of(SAMPLES), labels), 2);
  }

  @Test
  void vectorsAreStandardNormalAtFirst() {
    Layer[] layers = {Embedding.of(500, 20), EmbeddingBag.sum(500, 20), EmbeddingBag.mean(500, 20)};
    for (Layer layer : layers) {
      try (Training training = training(Sequential.of(layer), Shape.of(3))) {
        double[] weights = training.parameters().get("0.weight").toDoubles();
        assertThat(weights).hasSize(10_000);
        double mean = Arrays.stream(weights).average().orElseThrow();
        double variance = Arrays.stream(weights).map(w -> w * w).average().orElseThrow();
        // Four standard errors of 10,000 draws: 1 / 100 of the mean, sqrt(2) / 100 of the variance.
        assertThat(Math.abs(mean)).isLessThan(0.04);
        assertThat(Math.abs(variance - 1)).isLessThan(0.057);
      }
    }
  }

  @Test
  void theVectorOfPaddingIsZeroAtFirstAndStaysSo() {
    int padding = 3;
    try (Training training = bags(EmbeddingBag.mean(VOCABULARY, WIDTH).withPadding(padding))) {
      Trainer.of(training).epochs(2).batchSize(8).fit(texts());
      double[] weights = training.parameters().get("0.weight").toDoubles();
      for (int word = 0; word < VOCABULARY; word++) {
        double[] vector = Arrays.copyOfRange(weights, word * WIDTH, (word + 1) * WIDTH);
        assertThat(Arrays.stream(vector).allMatch(w -> w == 0)).isEqualTo(word == padding);
      }
    }
  }

  @Test
  void aTrainerLearnsFromADataSetOfIndices() {
    try (Training training = bags(EmbeddingBag.mean(VOCABULARY, WIDTH))) {
      TrainingResult result =
          Trainer.of(training)
              .epochs(12)
              .batchSize(16)
              .schedule(Schedules.constant(0.05))
              .validation(texts())
              .fit(texts());
      double first = result.epochs().get(0).trainLoss();
      double last = result.epochs().get(11).validationLoss().orElseThrow();
      assertThat(first).isGreaterThan(0.3);
      assertThat(last).isLessThan(0.05);
    }
  }

  @Test
  void aBagsVectorsAreNeverInMemory() {
    try (Training training = bags(EmbeddingBag.mean(VOCABULARY, WIDTH))) {
      for (Step step : training.step(16).plan().steps()) {
        assertThat(step.op()).isNotInstanceOfAny(Gather.class, ScatterAdd.class);
        assertThat(step.outputs())
            .as(step.op().name())
            .allMatch(output -> output.elementCount() < 16L * WORDS * WIDTH);
      }
    }
  }

  @Test
  void anIndexOutsideTheVocabularyIsAnErrorOfTheRunThatSaysWhere() {
    Layer[] layers = {Embedding.of(5, 3), EmbeddingBag.sum(5, 3)};
    for (Layer layer : layers) {
      try (Training training = training(Sequential.of(layer), Shape.of(3))) {
        for (int wrong : new int[] {5, -1, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
          Tensor words = Tensor.of(Shape.of(2, 3), 0, 1, 2, 3, wrong, 4);
          assertThatThrownBy(() -> training.inference(2).predict(words))
              .isInstanceOf(IndexOutOfBoundsException.class)
              .hasMessageContaining(
                  "index "
                      + wrong
                      + " at position 4 is out of range for size 5; indices go from 0");
        }
      }
    }
  }

  @Test
  void whatCannotBeIndicesIsRefusedWithTheLayersNameAndTheRemedy() {
    try (Training training =
        Training.of(engine, Sequential.of(Embedding.of(5, 3)))
            .features(Shape.of(7))
            .labels()
            .loss(CrossEntropy.mean())
            .optimizer(Optimizers.sgd())
            .build()) {
      assertThatThrownBy(() -> training.inference(2))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll(
              "Embedding '0'", "INT32 indices from 0 to 4", "[2, 7]", "indices(shape)");
    }
  }

  @Test
  void sizesAndPaddingThatMakeNoTableAreRefused() {
    assertThatThrownBy(() -> Embedding.of(0, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("Embedding", "0 and 3");
    assertThatThrownBy(() -> EmbeddingBag.mean(3, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("EmbeddingBag", "3 and 0");
    for (int wrong : new int[] {-1, 3}) {
      assertThatThrownBy(() -> EmbeddingBag.sum(3, 2).withPadding(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll("EmbeddingBag", "padding index must be 0 to 2", "got " + wrong);
    }
  }
}

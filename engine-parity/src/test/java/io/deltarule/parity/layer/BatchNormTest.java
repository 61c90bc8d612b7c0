package io.deltarule.parity.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltarule.backend.Engine;
import io.deltarule.data.Dataset;
import io.deltarule.layer.BatchNorm;
import io.deltarule.layer.Dense;
import io.deltarule.layer.Layer;
import io.deltarule.layer.Sequential;
import io.deltarule.loss.Losses;
import io.deltarule.loss.Reduction;
import io.deltarule.optim.Optimizers;
import io.deltarule.optim.Transformations;
import io.deltarule.persist.SafetensorsFile;
import io.deltarule.persist.SafetensorsWriter;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import io.deltarule.train.Evaluation;
import io.deltarule.train.Trainer;
import io.deltarule.train.Training;
import io.deltarule.train.TrainingStep;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of running statistics; golden trainings hold their values to PyTorch's. */
class BatchNormTest {
  private static final int FEATURES = 3;
  private static final int BATCH = 4;

  private final Engine engine = Engine.open("reference");

  @AfterEach
  void close() {
    engine.close();
  }

  private Training training(Layer model, int microBatches) {
    return Training.of(engine, model)
        .features(Shape.of(FEATURES))
        .targets(Shape.of(FEATURES))
        .loss(Losses.meanSquared(Reduction.MEAN))
        .optimizer(Optimizers.adamW(0.125).followedBy(Transformations.averageWeights(0.5)))
        .accumulate(microBatches)
        .seed(5)
        .build();
  }

  private Training training(Layer model) {
    return training(model, 1);
  }

  private static Sequential model(BatchNorm norm) {
    return Sequential.of(Dense.of(FEATURES, FEATURES), norm);
  }

  private static Tensor batch(int seed) {
    double[] values = new SplittableRandom(seed).doubles(BATCH * FEATURES, -1, 2).toArray();
    return Tensor.of(Shape.of(BATCH, FEATURES), values);
  }

  private static void run(TrainingStep step, Tensor x) {
    step.features().write(x);
    step.targets().write(batch(99));
    step.run(0.01);
  }

  private static float[] buffer(Training training, String name) {
    return training.buffers().get("1." + name).floats();
  }

  @Test
  void buffersAreNamedAsInPyTorchAndStartAtTheStandardNormal() {
    try (Training training = training(model(BatchNorm.of(FEATURES)))) {
      assertThat(training.buffers().keySet())
          .containsExactly("1.running_mean", "1.running_var", "1.num_batches_tracked");
      assertThat(buffer(training, "running_mean")).containsOnly(0);
      assertThat(buffer(training, "running_var")).containsOnly(1);
      assertThat(training.parameters().keySet())
          .containsExactlyInAnyOrder("0.weight", "0.bias", "1.weight", "1.bias");
      assertThat(training.weights()).hasSize(7);
    }
  }

  @Test
  void aStepMovesThemByTheBatchsStatistics() {
    try (Training training = training(BatchNorm.of(FEATURES))) {
      Tensor x = batch(1);
      run(training.step(BATCH), x);
      for (int c = 0; c < FEATURES; c++) {
        double mean = 0;
        for (int i = 0; i < BATCH; i++) {
          mean += x.get(i * FEATURES + c) / BATCH;
        }
        double squares = 0;
        for (int i = 0; i < BATCH; i++) {
          squares += Math.pow(x.get(i * FEATURES + c) - mean, 2);
        }
        Map<String, Tensor> buffers = training.buffers();
        assertThat(buffers.get("running_mean").floats()[c]).isEqualTo((float) (0.1 * mean));
        assertThat(buffers.get("running_var").floats()[c])
            .isEqualTo((float) (0.9 + 0.1 * squares / (BATCH - 1)));
        assertThat(buffers.get("num_batches_tracked").floats()).containsExactly(1);
      }
    }
  }

  @Test
  void everyMicroBatchMovesThem() {
    try (Training training = training(model(BatchNorm.of(FEATURES)), 3)) {
      TrainingStep step = training.step(BATCH);
      float[] before = buffer(training, "running_mean");
      for (int run = 1; run <= 6; run++) {
        run(step, batch(run));
        assertThat(buffer(training, "num_batches_tracked")).containsExactly(run);
        assertThat(buffer(training, "running_mean")).isNotEqualTo(before);
        before = buffer(training, "running_mean");
      }
      assertThat(training.updates()).isEqualTo(2);
    }
  }

  @Test
  void aStepThatIsNotFiniteLeavesThemAlone() {
    for (int microBatches : new int[] {1, 2}) {
      try (Training training = training(model(BatchNorm.of(FEATURES)), microBatches)) {
        TrainingStep step = training.step(BATCH);
        run(step, batch(1));
        Map<String, Tensor> before = training.buffers();
        Tensor broken = batch(2);
        broken.doubles()[4] = Double.NaN;
        run(step, broken);
        assertThat(step.wasFinite()).isFalse();
        assertThat(training.buffers()).isEqualTo(before);
      }
    }
  }

  @Test
  void aLayerUsedTwiceMovesThemTwice() {
    BatchNorm tied = BatchNorm.of(FEATURES);
    try (Training training = training(Sequential.of(tied, Dense.of(FEATURES, FEATURES), tied))) {
      run(training.step(BATCH), batch(1));
      Map<String, Tensor> buffers = training.buffers();
      assertThat(buffers).hasSize(3);
      assertThat(buffers.get("0.num_batches_tracked").floats()).containsExactly(2);
    }
  }

  @Test
  void evaluationUsesThemForOneSampleAndChangesNothing() {
    try (Training training = training(BatchNorm.of(FEATURES))) {
      run(training.step(BATCH), batch(1));
      Map<String, Tensor> before = training.weights();
      Evaluation evaluation = training.evaluation(1);
      Tensor x = Tensor.of(Shape.of(1, FEATURES), 0.5f, -1f, 2f);
      evaluation.features().write(x);
      evaluation.targets().write(x);
      evaluation.run();
      assertThat(training.weights()).isEqualTo(before);
      Tensor found = evaluation.prediction().read();
      for (int c = 0; c < FEATURES; c++) {
        double mean = before.get("running_mean").get(c);
        double variance = before.get("running_var").get(c);
        double expected =
            (x.get(c) - mean) / Math.sqrt(variance + 1e-5) * before.get("weight").get(c)
                + before.get("bias").get(c);
        // Weights and statistics were read in float32.
        assertThat(Math.abs(found.get(c) - expected)).isLessThan(1e-6);
      }
    }
  }

  @Test
  void theyAreSavedAndLoadedAndAveragesLeaveThemAlone(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("model.safetensors");
    Map<String, Tensor> saved;
    try (Training training = training(model(BatchNorm.of(FEATURES)))) {
      run(training.step(BATCH), batch(1));
      run(training.step(BATCH), batch(2));
      training.save(file);
      saved = training.weights();
      Map<String, Tensor> buffers = training.buffers();
      training.setParameters(training.slot("ema"));
      assertThat(training.buffers()).isEqualTo(buffers);
    }
    assertThat(SafetensorsFile.readAll(file)).isEqualTo(saved);
    try (Training other = training(model(BatchNorm.of(FEATURES)))) {
      other.load(file);
      assertThat(other.weights()).isEqualTo(saved);
    }
  }

  @Test
  void aCountOf64BitsIsTakenAsPyTorchWritesIt(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("model.safetensors");
    try (Training training = training(BatchNorm.of(FEATURES))) {
      Map<String, Tensor> values = new LinkedHashMap<>(training.weights());
      values.put("num_batches_tracked", Tensor.scalar(17));
      SafetensorsWriter.write(file, values, Map.of());
      training.load(file);
      assertThat(training.buffers().get("num_batches_tracked").floats()).containsExactly(17);
      values.remove("running_var");
      SafetensorsWriter.write(file, values, Map.of());
      assertThatThrownBy(() -> training.load(file))
          .hasMessageContaining("'running_var' [3] is missing");
    }
  }

  @Test
  void aBufferAmongParametersToSetIsNamedAsSuch() {
    try (Training training = training(model(BatchNorm.of(FEATURES)))) {
      Map<String, Tensor> before = training.weights();
      assertThatThrownBy(() -> training.setParameters(before))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'1.running_var' is a buffer, which setWeights sets");
      assertThat(training.weights()).isEqualTo(before);
      Map<String, Tensor> unknown = new LinkedHashMap<>(before);
      unknown.put("1.running_max", before.get("1.running_var"));
      assertThatThrownBy(() -> training.setWeights(unknown))
          .hasMessageContaining("'1.running_max' is no parameter or buffer of this model");
    }
  }

  /** Samples to reproduce. */
  private static Dataset samples(int count) {
    Shape shape = Shape.of(count, FEATURES);
    double[] values = new SplittableRandom(3).doubles(shape.elementCount(), -1, 2).toArray();
    Tensor x = Tensor.of(shape, values);
    return Dataset.regression(x.to(DType.FLOAT32), x.to(DType.FLOAT32));
  }

  @Test
  void aLastBatchOfOneIsRefusedBeforeTheFirstEpoch() {
    try (Training training = training(model(BatchNorm.of(FEATURES)))) {
      Trainer trainer = Trainer.of(training).batchSize(BATCH);
      assertThatThrownBy(() -> trainer.fit(samples(2 * BATCH + 1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll(
              "trainer: 9 samples in batches of 4 leave a last batch of 1",
              "BatchNorm '1'",
              "droppingRest()",
              "another batch size");
      assertThat(training.updates()).isZero();
      assertThat(trainer.fit(samples(2 * BATCH + 2)).steps()).isEqualTo(3);
      assertThat(trainer.droppingRest().fit(samples(2 * BATCH + 1)).steps()).isEqualTo(2);
    }
  }

  @Test
  void aLastBatchOfOneToEvaluateIsRefusedBeforeTheFirstEpoch() {
    try (Training training = training(model(BatchNorm.of(FEATURES).withoutRunningStatistics()))) {
      Trainer trainer =
          Trainer.of(training).batchSize(BATCH).validation(samples(5)).validationBatch(4);
      assertThatThrownBy(() -> trainer.fit(samples(BATCH)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll("validation: 5 samples", "last batch of 1", "BatchNorm '1'");
      assertThat(training.updates()).isZero();
    }
  }

  @Test
  void oneValueAChannelIsRefusedInTrainingWithTheRemedy() {
    try (Training training = training(model(BatchNorm.of(FEATURES)))) {
      assertThatThrownBy(() -> training.step(1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll("BatchNorm '1'", "2 values or more", "[1, 3]", "larger batch");
      assertThat(training.inference(1)).isNotNull();
    }
  }
}

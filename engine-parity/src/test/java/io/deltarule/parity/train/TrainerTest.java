package io.deltarule.parity.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.deltarule.backend.Engine;
import io.deltarule.data.Batch;
import io.deltarule.data.BatchSource;
import io.deltarule.data.Batches;
import io.deltarule.data.Dataset;
import io.deltarule.layer.Dense;
import io.deltarule.loss.CrossEntropy;
import io.deltarule.metric.ConfusionMatrix;
import io.deltarule.metric.Metric;
import io.deltarule.metric.RSquared;
import io.deltarule.metric.TopK;
import io.deltarule.optim.Optimizers;
import io.deltarule.optim.Schedule;
import io.deltarule.optim.Schedules;
import io.deltarule.random.RandomStream;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import io.deltarule.train.EarlyStopping;
import io.deltarule.train.EpochResult;
import io.deltarule.train.Progress;
import io.deltarule.train.Trainer;
import io.deltarule.train.Training;
import io.deltarule.train.TrainingListener;
import io.deltarule.train.TrainingResult;
import io.deltarule.train.TrainingResult.End;
import io.deltarule.train.TrainingStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The loop: order of samples, listeners, evaluation, schedule, and what ends a run. */
class TrainerTest {
  private static final int SIZE = 23;
  private static final int BATCH = 5;
  private static final int PER_EPOCH = 5;

  private final Engine engine = Engine.open("reference");

  @AfterEach
  void close() {
    engine.close();
  }

  private Training training() {
    return Training.of(engine, Dense.of(2, 2))
        .features(Shape.of(2))
        .labels()
        .loss(CrossEntropy.mean())
        .optimizer(Optimizers.momentum(0.9))
        .build();
  }

  /** Points, labelled by the half plane that they lie in. */
  private static Dataset data() {
    RandomStream random = new RandomStream(4, -1);
    float[] points = new float[2 * SIZE];
    int[] labels = new int[SIZE];
    for (int i = 0; i < SIZE; i++) {
      points[2 * i] = 2 * random.nextUniform() - 1;
      points[2 * i + 1] = 2 * random.nextUniform() - 1;
      labels[i] = points[2 * i] > points[2 * i + 1] ? 1 : 0;
    }
    return Dataset.classification(
        Tensor.of(Shape.of(SIZE, 2), points), Tensor.of(Shape.of(SIZE), labels), 2);
  }

  private static Trainer trainer(Training training) {
    return Trainer.of(training).batchSize(BATCH).seed(9).schedule(Schedules.constant(0.1));
  }

  @Test
  void batchesPreparedAheadTrainAsThoseReadOneByOne() {
    Training looped = training();
    trainer(looped).epochs(3).fit(data());
    Training byHand = training();
    Batches batches = Batches.shuffled(data(), BATCH, 9);
    BatchSource.Reader reader = batches.newReader();
    Batch batch = batches.newBatch();
    for (int epoch = 0; epoch < 3; epoch++) {
      for (int i = 0; i < PER_EPOCH; i++) {
        reader.read(epoch, i, batch);
        TrainingStep step = byHand.step(batch.size());
        step.features().write(batch.features());
        step.targets().write(batch.targets());
        step.run(0.1);
      }
    }
    assertThat(looped.parameters()).isEqualTo(byHand.parameters());
    assertThat(looped.updates()).isEqualTo(3 * PER_EPOCH);
  }

  /** Writes down what it is told. */
  private static final class Diary implements TrainingListener {
    private final List<String> lines = new ArrayList<>();
    private double lossSum;

    @Override
    public void onStart(long totalSteps, int stepsPerEpoch) {
      lines.add("start " + totalSteps + " " + stepsPerEpoch);
    }

    @Override
    public void onStep(Progress p) {
      lines.add("step " + p.step() + " of epoch " + p.epoch() + " after " + p.samples());
      lossSum += (double) p.loss() * (p.step() % PER_EPOCH == 0 ? SIZE % BATCH : BATCH);
    }

    @Override
    public void onEpoch(EpochResult result) {
      lines.add("epoch " + result.epoch());
      assertThat(result.trainLoss()).isCloseTo(lossSum / SIZE, within(1e-6));
      lossSum = 0;
    }

    @Override
    public void onEnd(TrainingResult result) {
      lines.add("end " + result.end());
    }
  }

  @Test
  void listenersHearOfEveryStepEpochAndTheEnd() {
    Diary diary = new Diary();
    TrainingResult result = trainer(training()).epochs(2).listener(diary).fit(data());
    assertThat(result.end()).isEqualTo(End.COMPLETED);
    assertThat(result.steps()).isEqualTo(10);
    assertThat(diary.lines).hasSize(14).startsWith("start 10 5", "step 1 of epoch 1 after 5");
    assertThat(diary.lines.subList(4, 8))
        .containsExactly(
            "step 4 of epoch 1 after 20",
            "step 5 of epoch 1 after 23",
            "epoch 1",
            "step 6 of epoch 2 after 28");
    assertThat(diary.lines).endsWith("step 10 of epoch 2 after 46", "epoch 2", "end COMPLETED");
  }

  @Test
  void everyEpochIsEvaluatedOnTheValidationPart() {
    Dataset.Split split = data().split(0.3, 1);
    ConfusionMatrix confusion = new ConfusionMatrix(2);
    TrainingResult result =
        trainer(training())
            .epochs(60)
            .validation(split.held(), TopK.accuracy(), new TopK(2), confusion)
            .fit(split.train());
    assertThat(result.epochs()).hasSize(60);
    EpochResult last = result.last().orElseThrow();
    assertThat(last.validationLoss().orElseThrow())
        .isLessThan(result.epochs().get(0).validationLoss().orElseThrow())
        .isPositive();
    Map<String, Double> metrics = last.metrics();
    assertThat(metrics.keySet()).containsExactly("accuracy", "top-2 accuracy", "confusion matrix");
    assertThat(metrics.get("accuracy")).isGreaterThan(0.8).isEqualTo(confusion.value());
    assertThat(metrics.get("top-2 accuracy")).isEqualTo(1);
    long counted = 0;
    for (int i = 0; i < 4; i++) {
      counted += confusion.count(i / 2, i % 2);
    }
    assertThat(counted).isEqualTo(split.held().size());
  }

  /** Writes down how many samples it is shown at a time. */
  private static final class BatchSizes implements Metric {
    private final List<Integer> rows = new ArrayList<>();

    @Override
    public String name() {
      return "batch sizes";
    }

    @Override
    public void reset() {
      rows.clear();
    }

    @Override
    public void update(float[] predictions, int[] labels, int count, int columns) {
      rows.add(count);
    }

    @Override
    public double value() {
      return rows.size();
    }
  }

  @Test
  void smallerEvaluationBatchesGiveTheSameLoss() {
    List<Double> losses = new ArrayList<>();
    for (int batch : new int[] {10, 256}) {
      BatchSizes sizes = new BatchSizes();
      TrainingResult result =
          trainer(training()).validation(data(), sizes).validationBatch(batch).fit(data());
      assertThat(sizes.rows).isEqualTo(batch == 10 ? List.of(10, 10, 3) : List.of(SIZE));
      losses.add(result.last().orElseThrow().validationLoss().orElseThrow());
    }
    assertThat(losses.get(0)).isCloseTo(losses.get(1), within(1e-6));
    assertThatThrownBy(() -> trainer(training()).validationBatch(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("validationBatch must be 1 or more, got 0");
  }

  @Test
  void aLossThatNoLongerFallsEndsTheRunAfterThePatience() {
    // A rate this small moves no float: the loss of the first epoch is the best there will be.
    TrainingResult result =
        trainer(training())
            .epochs(50)
            .schedule(Schedules.constant(1e-30))
            .validation(data())
            .earlyStopping(new EarlyStopping(3, 0))
            .fit(data());
    assertThat(result.end()).isEqualTo(End.STOPPED_EARLY);
    assertThat(result.epochs()).hasSize(1 + 4);
  }

  @Test
  void aLossThatFallsTooLittleDoesNotCountAsProgress() {
    TrainingResult result =
        trainer(training())
            .epochs(50)
            .validation(data())
            .earlyStopping(new EarlyStopping(0, 1e9))
            .fit(data());
    // Any loss is less than none, so the first epoch is progress.
    assertThat(result.epochs()).hasSize(2);
  }

  @Test
  void earlyStoppingWithoutValidationIsRefused() {
    Trainer trainer = trainer(training()).earlyStopping(new EarlyStopping(3, 0));
    assertThatThrownBy(() -> trainer.fit(data()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("say validation(data) as well");
  }

  @Test
  void plateausOfTheValidationLossLowerTheRate() {
    Schedule schedule = Schedules.reduceOnPlateau(1e-30, 0.5, 1);
    List<Double> rates = new ArrayList<>();
    trainer(training())
        .epochs(5)
        .schedule(schedule)
        .validation(data())
        .listener(
            new TrainingListener() {
              @Override
              public void onStep(Progress progress) {
                if (progress.step() % PER_EPOCH == 0) {
                  rates.add(progress.learningRate());
                }
              }
            })
        .fit(data());
    assertThat(rates).containsExactly(1e-30, 1e-30, 1e-30, 0.5e-30, 0.5e-30);
  }

  @Test
  void theStopSignalIsHeardAfterTheStep() {
    Training training = training();
    TrainingResult result =
        trainer(training).epochs(4).stopWhen(() -> training.updates() == 7).fit(data());
    assertThat(result.end()).isEqualTo(End.INTERRUPTED);
    assertThat(result.steps()).isEqualTo(7);
    assertThat(result.epochs()).hasSize(1);
  }

  @Test
  void aBatchLargerThanTheDataIsRefusedBeforeAnythingChanges() {
    Training training = training();
    Map<String, Tensor> before = training.parameters();
    assertThatThrownBy(() -> trainer(training).batchSize(SIZE + 1).fit(data()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("24", "23 examples", "choose 23 or less");
    assertThat(training.parameters()).isEqualTo(before);
  }

  @Test
  void validationThatDoesNotFitIsRefusedBeforeAnythingIsTrained() {
    Training training = training();
    Dataset wide =
        Dataset.classification(
            Tensor.of(Shape.of(2, 3), 1f, 2, 3, 4, 5, 6), Tensor.of(Shape.of(2), 0, 1), 2);
    Dataset values =
        Dataset.regression(
            Tensor.of(Shape.of(2, 2), 1f, 2, 3, 4), Tensor.of(Shape.of(2, 1), 0f, 1));
    assertThatThrownBy(() -> trainer(training).validation(wide).fit(data()))
        .hasMessageContainingAll("FLOAT32[2, 2] with targets INT32[2]", "FLOAT32[2, 3]");
    assertThatThrownBy(() -> trainer(training).validation(values).fit(data()))
        .hasMessageContainingAll("targets INT32[2]", "with targets FLOAT32[2, 1]");
    assertThatThrownBy(() -> trainer(training).validation(data(), new RSquared()).fit(data()))
        .hasMessageContaining("R2 is a figure over values");
    assertThatThrownBy(
            () -> trainer(training).validation(data(), new ConfusionMatrix(3)).fit(data()))
        .hasMessageContaining("made for 3 classes, got 2 scores");
    assertThat(training.updates()).isZero();
  }
}

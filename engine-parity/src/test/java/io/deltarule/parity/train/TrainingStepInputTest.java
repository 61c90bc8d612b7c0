package io.deltarule.parity.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltarule.backend.Engine;
import io.deltarule.backend.Port;
import io.deltarule.data.Dataset;
import io.deltarule.layer.Activation;
import io.deltarule.layer.Dense;
import io.deltarule.layer.Layer;
import io.deltarule.loss.CrossEntropy;
import io.deltarule.optim.Optimizers;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import io.deltarule.train.Trainer;
import io.deltarule.train.Training;
import io.deltarule.train.TrainingResult;
import io.deltarule.train.TrainingStep;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a step is fed: wrong batches and rates are refused, and closed trainings too. */
class TrainingStepInputTest {
  private final Engine engine = Engine.open("reference");

  @AfterEach
  void close() {
    engine.close();
  }

  private Training training(Layer model, CrossEntropy loss, int microBatches) {
    return Training.of(engine, model)
        .features(Shape.of(2))
        .labels()
        .loss(loss)
        .optimizer(Optimizers.adam())
        .accumulate(microBatches)
        .build();
  }

  private Training training() {
    return training(Dense.of(2, 3), CrossEntropy.mean(), 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 3, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void labelOutOfTheModelsRangeIsRefused(int label) {
    Training training = training();
    int[] labels = {0, label};
    Tensor tensor = Tensor.of(Shape.of(2), labels);
    for (Port targets : new Port[] {training.step(2).targets(), training.evaluation(2).targets()}) {
      assertThatThrownBy(() -> targets.write(labels, 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("label " + label + " at position 1")
          .hasMessageContaining("0 to 2");
      assertThatThrownBy(() -> targets.write(tensor))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("label " + label);
    }
  }

  @Test
  void ignoredLabelIsTaken() {
    Training training = training(Dense.of(2, 3), CrossEntropy.mean().ignoring(-100), 1);
    training.step(2).targets().write(new int[] {-100, 2}, 0);
    assertThatThrownBy(() -> training.step(2).targets().write(new int[] {-1, 2}, 0))
        .hasMessageContainingAll("label -1", "-100 is ignored");
  }

  @Test
  void dataWithMoreClassesThanTheModelAreRefused() {
    Dataset data =
        Dataset.classification(
            Tensor.of(Shape.of(2, 2), 1f, 2, 3, 4), Tensor.of(Shape.of(2), 3, 4), 5);
    assertThatThrownBy(() -> Trainer.of(training()).batchSize(2).fit(data))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("out of range");
  }

  @Test
  void arrayOfAnotherTypeIsRefusedByNameAndTypes() {
    TrainingStep step = training().step(2);
    assertThatThrownBy(() -> step.features().write(new int[4], 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("'features'", "FLOAT32[2, 2]", "an array of INT32");
    assertThatThrownBy(() -> step.targets().write(new float[2], 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("'targets'", "INT32[2]", "an array of FLOAT32");
  }

  @Test
  void shortArrayIsRefusedByNameShapeAndLength() {
    TrainingStep step = training().step(2);
    assertThatThrownBy(() -> step.features().write(new float[3], 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("'features'", "FLOAT32[2, 2]", "4 elements", "3");
    assertThatThrownBy(() -> step.features().write(new float[4], 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("from index 1");
    assertThatThrownBy(() -> step.targets().write(new int[2], -1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, -1e-3, 1e39})
  void learningRateThatIsNoneIsRefusedAndChangesNothing(double rate) {
    Training training = training();
    TrainingStep step = training.step(2);
    step.features().write(new float[] {1, 2, 3, 4}, 0);
    Map<String, Tensor> before = training.parameters();
    assertThatThrownBy(() -> step.run(rate))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("learning rate", String.valueOf(rate));
    assertThat(training.parameters()).isEqualTo(before);
    assertThat(training.updates()).isZero();
  }

  @Test
  void scheduleThatGivesNaNEndsTheRunBeforeItSpoilsAParameter() {
    Training training = training();
    Map<String, Tensor> before = training.parameters();
    Dataset data =
        Dataset.classification(
            Tensor.of(Shape.of(2, 2), 1f, 2, 3, 4), Tensor.of(Shape.of(2), 0, 1), 3);
    Trainer trainer = Trainer.of(training).batchSize(2).schedule(step -> Double.NaN);
    assertThatThrownBy(() -> trainer.fit(data)).hasMessageContaining("learning rate");
    assertThat(training.parameters()).isEqualTo(before);
  }

  @Test
  void batchesOfDifferentSizesGoIntoOneUpdate() {
    Training training = training(Dense.of(2, 3), CrossEntropy.mean(), 3);
    TrainingStep full = training.step(4);
    TrainingStep rest = training.step(1);
    for (int update = 1; update <= 4; update++) {
      full.run(0.1);
      rest.run(0.1);
      assertThat(rest.isUpdate()).isFalse();
      full.run(0.1);
      assertThat(full.isUpdate()).isTrue();
      assertThat(training.updates()).isEqualTo(update);
    }
  }

  @Test
  void modelWithoutParametersHasNothingToTrainButCanBeRun() {
    Training training = training(Activation.relu(), CrossEntropy.mean(), 1);
    assertThatThrownBy(() -> training.step(2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no parameters");
    Tensor x = Tensor.of(Shape.of(1, 2), -1f, 2);
    assertThat(training.inference(1).predict(x).toDoubles()).containsExactly(0, 2);
  }

  @Test
  void lossThatUsesNoTargetsIsTrainedAndEvaluatedWithoutThem() {
    Training training =
        Training.of(engine, Dense.of(2, 1))
            .features(Shape.of(2))
            .targets(Shape.of(1))
            .loss((prediction, target) -> prediction.square().mean())
            .optimizer(Optimizers.adam())
            .build();
    Dataset data =
        Dataset.regression(
            Tensor.of(Shape.of(2, 2), 1f, 2, 3, 4), Tensor.of(Shape.of(2, 1), 0f, 0));
    TrainingResult result = Trainer.of(training).batchSize(2).epochs(2).validation(data).fit(data);
    assertThat(result.end()).isEqualTo(TrainingResult.End.COMPLETED);
    assertThatThrownBy(() -> training.step(2).targets())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("uses no targets");
  }

  @Test
  void closedTrainingRefusesEverything() {
    Training training = training();
    TrainingStep step = training.step(2);
    Port features = step.features();
    training.close();
    training.close();
    for (Runnable use :
        new Runnable[] {
          () -> training.step(2),
          () -> training.evaluation(2),
          () -> training.inference(2),
          () -> step.run(0.1),
          step::loss,
          step::gradientNorm,
          () -> features.write(new float[4], 0),
          () -> features.write(Tensor.zeros(Shape.of(2, 2), DType.FLOAT32)),
          training::parameters,
          training::updates
        }) {
      assertThatThrownBy(use::run)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("closed");
    }
  }
}

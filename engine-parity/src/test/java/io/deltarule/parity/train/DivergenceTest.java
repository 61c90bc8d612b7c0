package io.deltarule.parity.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.backend.Engine;
import io.deltarule.data.Dataset;
import io.deltarule.layer.Activation;
import io.deltarule.layer.Dense;
import io.deltarule.layer.Dropout;
import io.deltarule.layer.Lambda;
import io.deltarule.layer.Sequential;
import io.deltarule.loss.Losses;
import io.deltarule.loss.Reduction;
import io.deltarule.optim.Optimizers;
import io.deltarule.optim.Schedules;
import io.deltarule.optim.Transformations;
import io.deltarule.parity.golden.TrainedState;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import io.deltarule.train.Trainer;
import io.deltarule.train.Training;
import io.deltarule.train.TrainingResult;
import io.deltarule.train.TrainingStep;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A loss or gradient that is not finite ends the training and leaves everything as it was. */
class DivergenceTest {
  /** log(x w + b): NaN where the line is negative. */
  private static Training training(Engine engine) {
    return training(engine, 1);
  }

  private static Training training(Engine engine, int microBatches) {
    Sequential model =
        Sequential.of(
            Dense.of(2, 2),
            Activation.tanh(),
            Sequential.of(Dense.of(2, 1), Lambda.of("log", x -> x.log())));
    return Training.of(engine, model)
        .features(Shape.of(2))
        .targets(Shape.of(1))
        .loss(Losses.meanSquared(Reduction.MEAN))
        .optimizer(Optimizers.adam().followedBy(Transformations.averageWeights(0.5)))
        .accumulate(microBatches)
        .build();
  }

  private static final Map<String, Tensor> START =
      Map.of(
          "0.weight", Tensor.of(Shape.of(2, 2), 1f, 0, 0, 1),
          "0.bias", Tensor.of(Shape.of(2), 0f, 0),
          "2.0.weight", Tensor.of(Shape.of(1, 2), 1f, 1),
          "2.0.bias", Tensor.of(Shape.of(1), 1f));

  private static Dataset data(float... features) {
    int rows = features.length / 2;
    return Dataset.regression(
        Tensor.of(Shape.of(rows, 2), features), Tensor.of(Shape.of(rows, 1), new float[rows]));
  }

  @Test
  void stepAndFirstOperationAreNamedAndWeightsAreUnchanged() {
    try (Engine engine = Engine.open("reference");
        Training training = training(engine)) {
      training.setParameters(START);
      Map<String, Tensor> before = training.parameters();
      TrainingResult result = Trainer.of(training).batchSize(2).epochs(3).fit(data(-8, -8, 1, 1));
      assertThat(result.end()).isEqualTo(TrainingResult.End.DIVERGED);
      assertThat(result.steps()).isEqualTo(1);
      assertThat(result.failure().orElseThrow())
          .contains("step 1", "the loss is NaN", "first in pointwise in '2.1'", "NaN at element");
      assertThat(training.parameters()).isEqualTo(before);
      assertThat(training.updates()).isZero();
    }
  }

  @Test
  void optimizerStateIsUnchangedToo() {
    try (Engine engine = Engine.open("reference");
        Training training = training(engine);
        Training clean = training(engine)) {
      training.setParameters(START);
      clean.setParameters(START);
      TrainingStep step = training.step(1);
      TrainingStep cleanStep = clean.step(1);
      for (int i = 0; i < 6; i++) {
        boolean bad = i % 2 == 1;
        run(step, bad ? -8 : 1);
        assertThat(step.wasFinite()).isEqualTo(!bad);
        if (!bad) {
          run(cleanStep, 1);
        }
      }
      for (String slot : new String[] {"moment1", "moment2", "ema"}) {
        assertThat(TrainedState.slot(training, slot))
            .as(slot)
            .isEqualTo(TrainedState.slot(clean, slot));
      }
      assertThat(TrainedState.parameters(training)).isEqualTo(TrainedState.parameters(clean));
      assertThat(training.updates()).isEqualTo(3);
    }
  }

  /** With gathered gradients the fault may be in an earlier batch, and the traced one is sound. */
  @Test
  void tracingChangesNothingWhateverItFinds() {
    try (Engine engine = Engine.open("reference");
        Training training = training(engine, 2)) {
      training.setParameters(START);
      TrainingStep step = training.step(1);
      run(step, -8);
      run(step, 1);
      assertThat(step.isUpdate()).isTrue();
      assertThat(step.wasFinite()).isFalse();
      Map<String, Tensor> before = training.parameters();
      Map<String, Tensor> moments = training.slot("moment1");
      assertThat(training.trace(step)).isEmpty();
      assertThat(training.parameters()).isEqualTo(before);
      assertThat(training.slot("moment1")).isEqualTo(moments);
      assertThat(training.updates()).isZero();
    }
  }

  /** An infinity that appears only if dropout keeps the feature, and doubles it. */
  @Test
  void aGatheredBatchIsTracedWithItsOwnRandomNumbers() {
    Sequential model =
        Sequential.of(Dropout.of(0.5), Dense.of(1, 1), Lambda.of("log", x -> x.log()));
    try (Engine engine = Engine.open("reference");
        Training training =
            Training.of(engine, model)
                .features(Shape.of(1))
                .targets(Shape.of(1))
                .loss(Losses.meanSquared(Reduction.MEAN))
                .optimizer(Optimizers.sgd())
                .accumulate(100)
                .build()) {
      training.setParameters(
          Map.of("1.weight", Tensor.of(Shape.of(1, 1), -1f), "1.bias", Tensor.of(Shape.of(1), 1f)));
      TrainingStep step = training.step(1);
      int batches = 0;
      do {
        step.features().write(Tensor.of(Shape.of(1, 1), 4f));
        step.targets().write(Tensor.of(Shape.of(1, 1), 0f));
        step.run(0);
        batches++;
      } while (step.wasFinite() && batches < 50);
      assertThat(step.wasFinite()).isFalse();
      assertThat(training.trace(step).orElseThrow().toString()).contains("pointwise in '2'", "NaN");
    }
  }

  private static void run(TrainingStep step, float x) {
    step.features().write(Tensor.of(Shape.of(1, 2), x, x));
    step.targets().write(Tensor.of(Shape.of(1, 1), 0f));
    step.run(0.125);
  }

  @Test
  void gradientThatOverflowsEndsTheRunThoughTheLossIsFinite() {
    try (Engine engine = Engine.open("reference");
        Training training =
            Training.of(engine, Sequential.of(Dense.of(2, 1), Lambda.of("root", x -> x.sqrt())))
                .features(Shape.of(2))
                .targets(Shape.of(1))
                .loss(Losses.meanAbsolute(Reduction.SUM))
                .optimizer(Optimizers.sgd())
                .build()) {
      training.setParameters(
          Map.of(
              "0.weight", Tensor.of(Shape.of(1, 2), 1f, 1), "0.bias", Tensor.of(Shape.of(1), 0f)));
      Map<String, Tensor> before = training.parameters();
      // The root of 0 is 0, its slope is infinite; with target 1 the loss has a slope there.
      Dataset data =
          Dataset.regression(Tensor.of(Shape.of(1, 2), 1f, -1), Tensor.of(Shape.of(1, 1), 1f));
      TrainingResult result =
          Trainer.of(training).batchSize(1).schedule(Schedules.constant(0.1)).fit(data);
      assertThat(result.end()).isEqualTo(TrainingResult.End.DIVERGED);
      assertThat(result.failure().orElseThrow())
          .contains("step 1", "gradient norm", "'1.backward'");
      assertThat(training.parameters()).isEqualTo(before);
    }
  }
}

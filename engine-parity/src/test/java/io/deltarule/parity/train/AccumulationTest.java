package io.deltarule.parity.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.backend.Engine;
import io.deltarule.backend.Port;
import io.deltarule.layer.Activation;
import io.deltarule.layer.Dense;
import io.deltarule.layer.Layer;
import io.deltarule.layer.Sequential;
import io.deltarule.loss.CrossEntropy;
import io.deltarule.optim.Optimizer;
import io.deltarule.optim.Optimizers;
import io.deltarule.optim.Transformations;
import io.deltarule.parity.golden.Closeness;
import io.deltarule.parity.golden.TrainedState;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import io.deltarule.train.Training;
import io.deltarule.train.TrainingStep;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Four micro-batches make the update of one batch of their size together. */
class AccumulationTest {
  private static final int PARTS = 4;
  private static final int PART = 6;
  private static final Closeness BOUND = new Closeness(1e-12, 1e-14);
  private static final Layer MODEL =
      Sequential.of(Dense.of(5, 8), Activation.tanh(), Dense.of(8, 3));

  static Stream<Optimizer> optimizers() {
    return Stream.of(
        Optimizers.sgd(),
        Optimizers.nesterov(0.9),
        Optimizers.adamW(0.01),
        Optimizers.nAdam(),
        Optimizers.momentum(0.9).precededBy(Transformations.clipByGlobalNorm(0.1)));
  }

  private static Training training(Engine engine, Optimizer optimizer, int parts) {
    return Training.of(engine, MODEL)
        .features(Shape.of(5))
        .labels()
        .loss(CrossEntropy.mean())
        .optimizer(optimizer.followedBy(Transformations.averageWeights(0.9)))
        .accumulate(parts)
        .seed(11)
        .build();
  }

  private static float[] features(int update) {
    SplittableRandom random = new SplittableRandom(update);
    float[] values = new float[PARTS * PART * 5];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }

  private static int[] labels(int update) {
    return new SplittableRandom(100 + update).ints(PARTS * PART, 0, 3).toArray();
  }

  /** The phases, which gather gradients or update, have inputs of their own. */
  @Test
  void portsMayBeKeptAndBatchesWrittenBeforeOthersRun() {
    try (Engine engine = Engine.open("reference");
        Training kept = training(engine, Optimizers.sgd(), 2);
        Training asked = training(engine, Optimizers.sgd(), 2)) {
      TrainingStep keeping = kept.step(PART);
      Port features = keeping.features();
      Port targets = keeping.targets();
      for (int batch = 0; batch < 6; batch++) {
        features.write(features(batch), 0);
        targets.write(labels(batch), 0);
        keeping.run(0.1);
        TrainingStep asking = asked.step(PART);
        asking.features().write(features(batch), 0);
        asking.targets().write(labels(batch), 0);
        asking.run(0.1);
        assertThat(keeping.loss()).as("batch %s", batch).isPositive().isEqualTo(asking.loss());
      }
      TrainingStep smaller = kept.step(PART - 1);
      smaller.features().write(features(7), 0);
      smaller.targets().write(labels(7), 0);
      keeping.run(0);
      smaller.run(0);
      float before = smaller.loss();
      smaller.run(0);
      assertThat(smaller.loss()).isPositive().isEqualTo(before);
    }
  }

  private static void run(TrainingStep step, int update, int from, int count) {
    float[] x = Arrays.copyOfRange(features(update), from * 5, (from + count) * 5);
    int[] labels = Arrays.copyOfRange(labels(update), from, from + count);
    step.features().write(Tensor.of(Shape.of(count, 5), x));
    step.targets().write(Tensor.of(Shape.of(count), labels));
    step.run(0.0625);
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void fourMicroBatchesEqualTheLargeBatch(Optimizer optimizer) {
    try (Engine engine = Engine.open("reference");
        Training whole = training(engine, optimizer, 1);
        Training parts = training(engine, optimizer, PARTS)) {
      TrainingStep large = whole.step(PARTS * PART);
      TrainingStep small = parts.step(PART);
      for (int update = 0; update < 5; update++) {
        run(large, update, 0, PARTS * PART);
        double losses = 0;
        for (int part = 0; part < PARTS; part++) {
          run(small, update, part * PART, PART);
          assertThat(small.isUpdate()).isEqualTo(part == PARTS - 1);
          losses += small.loss();
        }
        assertThat(losses / PARTS).isCloseTo(large.loss(), Offset.offset(1e-6));
        equal("parameters", TrainedState.parameters(parts), TrainedState.parameters(whole));
        equal("average", TrainedState.slot(parts, "ema"), TrainedState.slot(whole, "ema"));
      }
      assertThat(parts.updates()).isEqualTo(5);
    }
  }

  private static void equal(String what, Map<String, Tensor> found, Map<String, Tensor> expected) {
    BOUND.require(what, TrainedState.joined(found), TrainedState.joined(expected));
  }

  @Test
  void parametersStayUntilTheLastMicroBatch() {
    try (Engine engine = Engine.open("reference");
        Training training = training(engine, Optimizers.adam(), PARTS)) {
      TrainingStep step = training.step(PART);
      Map<String, Tensor> before = training.parameters();
      for (int part = 0; part < PARTS - 1; part++) {
        run(step, 0, part * PART, PART);
        assertThat(training.parameters()).isEqualTo(before);
      }
      run(step, 0, (PARTS - 1) * PART, PART);
      assertThat(training.parameters()).isNotEqualTo(before);
    }
  }

  @Test
  void aBadMicroBatchSpoilsItsUpdateAndNoOther() {
    try (Engine engine = Engine.open("reference");
        Training training = training(engine, Optimizers.adam(), PARTS);
        Training clean = training(engine, Optimizers.adam(), PARTS)) {
      TrainingStep step = training.step(PART);
      Map<String, Tensor> before = training.parameters();
      for (int part = 0; part < PARTS; part++) {
        if (part == 1) {
          float[] bad = new float[PART * 5];
          bad[7] = Float.NaN;
          step.features().write(Tensor.of(Shape.of(PART, 5), bad));
          step.targets().write(Tensor.of(Shape.of(PART), new int[PART]));
          step.run(0.0625);
        } else {
          run(step, 0, part * PART, PART);
        }
      }
      assertThat(step.wasFinite()).isFalse();
      assertThat(training.parameters()).isEqualTo(before);
      assertThat(training.updates()).isZero();
      TrainingStep cleanStep = clean.step(PART);
      for (int part = 0; part < PARTS; part++) {
        run(step, 1, part * PART, PART);
        run(cleanStep, 1, part * PART, PART);
      }
      assertThat(step.wasFinite()).isTrue();
      equal("parameters", TrainedState.parameters(training), TrainedState.parameters(clean));
    }
  }
}

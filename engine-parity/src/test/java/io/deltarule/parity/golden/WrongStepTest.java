package io.deltarule.parity.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.backend.Engine;
import io.deltarule.layer.Activations;
import io.deltarule.loss.CrossEntropy;
import io.deltarule.loss.Losses;
import io.deltarule.loss.Reduction;
import io.deltarule.optim.Optimizer;
import io.deltarule.optim.Optimizers;
import io.deltarule.optim.Schedules;
import io.deltarule.optim.Transformation;
import io.deltarule.optim.Transformations;
import io.deltarule.optim.UpdateContext;
import io.deltarule.parity.reference.ReferenceBackend;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Tensor;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A step that is wrong in one ingredient is outside the bounds of float32, in exact arithmetic. */
class WrongStepTest {
  private static Arguments wrong(
      String fault, String scenario, UnaryOperator<GoldenScenario> change) {
    return Arguments.of(fault, GoldenScenarios.named(scenario), change);
  }

  private static Arguments optimizer(String fault, String scenario, Optimizer optimizer) {
    return wrong(fault, scenario, right -> right.withOptimizer(optimizer));
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        optimizer("no bias correction", "optimizer.adam", withoutBiasCorrection()),
        optimizer("epsilon 1e-6", "optimizer.adam", Optimizers.adam(0.9, 0.999, 1e-6)),
        optimizer("beta2 0.99", "optimizer.adam", Optimizers.adam(0.9, 0.99, 1e-8)),
        optimizer("Adam for NAdam", "optimizer.nAdam", Optimizers.adam()),
        optimizer("no decay", "optimizer.adamW", Optimizers.adamW(0)),
        optimizer("coupled decay", "optimizer.adamW", coupled(Optimizers.adam())),
        optimizer("decoupled decay", "optimizer.adam.decay", Optimizers.adamW(0.125)),
        optimizer("no decay", "optimizer.sgd.decay", Optimizers.sgd()),
        optimizer("no decay", "optimizer.nesterov.decay", Optimizers.nesterov(0.9)),
        optimizer("no decay", "optimizer.lion.decay", Optimizers.lion(0)),
        optimizer("no decay", "method.decay.chosen.adamW", Optimizers.adamW(0)),
        optimizer("momentum without Nesterov", "optimizer.nesterov", Optimizers.momentum(0.9)),
        optimizer("momentum 0.91", "optimizer.momentum", Optimizers.momentum(0.91)),
        optimizer("not centred", "optimizer.rmsProp.centred", rms(false)),
        optimizer("no clipping", "method.clipByValue", Optimizers.sgd()),
        optimizer("no clipping", "method.clipByGlobalNorm", Optimizers.sgd()),
        optimizer("no clipping", "method.accumulation.adam.clipped", Optimizers.adam()),
        optimizer("average 0.76", "method.average", averaging(0.76)),
        wrong("all decay", "method.decay.chosen", s -> s.decaying((name, of) -> true)),
        wrong("weights decay", "method.decay.chosen", s -> s.decaying((n, of) -> of.decays())),
        wrong("biases decay too", "optimizer.adamW", s -> s.decaying((name, of) -> true)),
        wrong("dropout on", "method.dropout.off", s -> s.withModel(Mlps.withDropout(0.5))),
        wrong("constant rate", "schedule.step", s -> s.withRate(0x1p-4)),
        wrong("constant rate", "schedule.warmUpAndCosine", s -> s.withRate(0x1p-4)),
        wrong("step late", "schedule.step", s -> s.withSchedule(Schedules.step(0x1p-4, 4, 0.5))),
        wrong("schedule a step ahead", "schedule.exponential", WrongStepTest::aheadByOne),
        wrong("schedule a step ahead", "schedule.oneCycle.adam", WrongStepTest::aheadByOne),
        wrong("sum", "loss.meanSquared", s -> s.withLoss(Losses.meanSquared(Reduction.SUM))),
        wrong("no smoothing", "loss.crossEntropy.smoothed", s -> s.withLoss(CrossEntropy.mean())),
        wrong("no weights", "loss.crossEntropy.weighted", s -> s.withLoss(CrossEntropy.mean())),
        wrong(
            "tanh approximation",
            "activation.gelu",
            s -> s.withModel(Mlps.shallow(Activations.geluTanh()))));
  }

  private static GoldenScenario aheadByOne(GoldenScenario right) {
    return right.withSchedule(step -> right.schedule().learningRate(step + 1));
  }

  private static Optimizer coupled(Optimizer optimizer) {
    return optimizer.precededBy(Transformations.addDecayedWeights(0.125));
  }

  private static Optimizer averaging(double decay) {
    return Optimizers.sgd().followedBy(Transformations.averageWeights(decay));
  }

  private static Optimizer rms(boolean centred) {
    return Optimizer.of(
        "rms",
        Transformations.scaleByRms(0.9, 1e-8, centred),
        Transformations.scaleByLearningRate());
  }

  private static Optimizer withoutBiasCorrection() {
    Transformation direction =
        (context, g) -> {
          UpdateContext.Slot first = context.slot("first", 0);
          UpdateContext.Slot second = context.slot("second", 0);
          first.assign(first.value().mul(0.9).add(g.mul(0.1)));
          second.assign(second.value().mul(0.999).add(g.square().mul(0.001)));
          return first
              .value()
              .mul(0.9)
              .add(g.mul(0.1))
              .div(second.value().mul(0.999).add(g.square().mul(0.001)).sqrt().add(1e-8));
        };
    return Optimizer.of("uncorrected", direction, Transformations.scaleByLearningRate());
  }

  @ParameterizedTest(name = "{0} in {1}")
  @MethodSource("faults")
  void isOutside(String fault, GoldenScenario scenario, UnaryOperator<GoldenScenario> change) {
    GoldenSteps steps = GoldenSteps.of(scenario);
    GoldenSteps wrong = steps.with(change.apply(scenario));
    requireOutside(fault, steps, wrong.run(Engine.of(new ReferenceBackend())));
  }

  private static void requireOutside(String fault, GoldenSteps steps, Map<String, Tensor> found) {
    double ratio = StepBounds.of(steps).worst(found, DType.FLOAT32).ratio();
    System.out.printf("%s in %s: error/bound %.0f%n", fault, steps.scenario(), ratio);
    assertThat(ratio).as(fault).isGreaterThan(2);
  }
}

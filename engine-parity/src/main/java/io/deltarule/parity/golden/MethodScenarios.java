package io.deltarule.parity.golden;

import static io.deltarule.parity.golden.GoldenScenario.RATE;
import static io.deltarule.parity.golden.GoldenScenario.SMALL_RATE;

import io.deltarule.layer.Layer;
import io.deltarule.layer.Parameter;
import io.deltarule.loss.CrossEntropy;
import io.deltarule.optim.Optimizer;
import io.deltarule.optim.Optimizers;
import io.deltarule.optim.Schedule;
import io.deltarule.optim.Schedules;
import io.deltarule.optim.Transformation;
import io.deltarule.optim.Transformations;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;

/** Ways of training a classifier: accumulation, clipping, groups of decay, averages, schedules. */
final class MethodScenarios {
  private static final int STEPS = 10;
  private static final double DECAY = 0.125;

  private MethodScenarios() {}

  static List<GoldenScenario> all() {
    Transformation clipByNorm = Transformations.clipByGlobalNorm(0.5);
    Transformation average = Transformations.averageWeights(0.75);
    Optimizer sgd = Optimizers.sgd();
    return List.of(
        of("dropout.off", Mlps.withDropout(0)),
        of("residual", Mlps.residual()),
        of("accumulation").accumulating(3),
        of("accumulation.adam.clipped")
            .withOptimizer(Optimizers.adam().precededBy(clipByNorm))
            .withRate(SMALL_RATE)
            .accumulating(2),
        of("clipByValue").withOptimizer(sgd.precededBy(Transformations.clipByValue(0.0625))),
        of("clipByGlobalNorm").withOptimizer(sgd.precededBy(clipByNorm)),
        of("decay.chosen")
            .withOptimizer(sgd.precededBy(Transformations.addDecayedWeights(DECAY)))
            .decaying(chosen()),
        of("decay.chosen.adamW")
            .withOptimizer(Optimizers.adamW(DECAY))
            .withRate(SMALL_RATE)
            .decaying(chosen()),
        of("average").withOptimizer(sgd.followedBy(average)),
        of("average.momentum.clipped")
            .withOptimizer(Optimizers.momentum(0.9).precededBy(clipByNorm).followedBy(average)));
  }

  static List<GoldenScenario> schedules() {
    return List.of(
        of("step", Schedules.step(RATE, 3, 0.5)),
        of("exponential", Schedules.exponential(RATE, 0.9)),
        of("warmUpAndCosine", Schedules.cosine(RATE, 3, STEPS, 0.01)),
        of("oneCycle", Schedules.oneCycle(RATE, STEPS)),
        of("oneCycle.adam", Schedules.oneCycle(SMALL_RATE, STEPS))
            .withOptimizer(Optimizers.adam()));
  }

  private static GoldenScenario of(String name) {
    return of(name, Mlps.shallow());
  }

  private static GoldenScenario of(String name, Layer model) {
    return GoldenScenario.of("method." + name, model, CrossEntropy.mean());
  }

  private static GoldenScenario of(String name, Schedule schedule) {
    return GoldenScenario.of("schedule." + name, Mlps.shallow(), CrossEntropy.mean())
        .withSchedule(schedule);
  }

  /** A bias and a weight that decay, while the others don't. */
  private static BiPredicate<String, Parameter> chosen() {
    Set<String> names = Set.of("0.bias", "2.weight");
    return (name, parameter) -> names.contains(name);
  }
}

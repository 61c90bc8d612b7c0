package io.deltarule.parity.golden;

import static io.deltarule.parity.golden.GoldenScenario.SMALL_RATE;

import io.deltarule.loss.Losses;
import io.deltarule.loss.Reduction;
import io.deltarule.optim.Optimizer;
import io.deltarule.optim.Optimizers;
import io.deltarule.optim.Transformations;
import java.util.List;

/** Every optimizer; where it decays, weights decay and biases don't. */
final class OptimizerScenarios {
  private static final double DECAY = 0.125;

  private OptimizerScenarios() {}

  static List<GoldenScenario> all() {
    return List.of(
        of("sgd", Optimizers.sgd()),
        of("sgd.decay", decaying(Optimizers.sgd())),
        of("momentum", Optimizers.momentum(0.9)),
        of("nesterov", Optimizers.nesterov(0.9)),
        of("nesterov.decay", decaying(Optimizers.nesterov(0.9))),
        of("adaGrad", Optimizers.adaGrad()),
        of("rmsProp", Optimizers.rmsProp()).withRate(SMALL_RATE),
        of("rmsProp.centred", centredRmsProp()).withRate(SMALL_RATE),
        of("adam", Optimizers.adam()).withRate(SMALL_RATE),
        of("adam.betas", Optimizers.adam(0.5, 0.75, 1e-3)).withRate(SMALL_RATE),
        of("adam.decay", decaying(Optimizers.adam())).withRate(SMALL_RATE),
        of("adamW", Optimizers.adamW(DECAY)).withRate(SMALL_RATE),
        of("nAdam", Optimizers.nAdam()).withRate(SMALL_RATE),
        of("lion", Optimizers.lion(0)).withRate(SMALL_RATE),
        of("lion.decay", Optimizers.lion(DECAY)).withRate(SMALL_RATE));
  }

  private static GoldenScenario of(String name, Optimizer optimizer) {
    return GoldenScenario.of(
            "optimizer." + name, Mlps.shallow(), Losses.meanSquared(Reduction.MEAN))
        .withOptimizer(optimizer);
  }

  /** Coupled decay, which is added to the gradient. */
  private static Optimizer decaying(Optimizer optimizer) {
    return optimizer.precededBy(Transformations.addDecayedWeights(DECAY));
  }

  private static Optimizer centredRmsProp() {
    return Optimizer.of(
        "centred",
        Transformations.scaleByRms(0.9, 1e-8, true),
        Transformations.scaleByLearningRate());
  }
}

package io.deltarule.parity.golden;

import io.deltarule.parity.BackendUnderTest;
import io.deltarule.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * Holds a backend to training steps that PyTorch recorded: first loss and gradients, ten updates,
 * all losses on the way, the weights at the end.
 */
public final class GoldenCheck {
  private static final double DROPPED = 0.5;

  private final BackendUnderTest backend;

  /** A check of a backend. */
  public GoldenCheck(BackendUnderTest backend) {
    this.backend = backend;
  }

  /**
   * Trains as the scenario says, once for every number of threads.
   *
   * @return the worst error over its bound
   * @throws AssertionError if a figure is not within its bound, or has other bits with another
   *     number of threads
   */
  public double trains(GoldenScenario scenario) {
    GoldenSteps steps = GoldenSteps.of(scenario);
    List<Integer> threads = backend.threadCounts();
    Map<String, Tensor> figures = steps.run(backend.engine(threads.get(0)));
    double worst = check(steps, scenario.name(), figures);
    for (int other : threads.subList(1, threads.size())) {
      steps
          .run(backend.engine(other))
          .forEach(
              (name, found) -> {
                if (!found.equals(figures.get(name))) {
                  throw new AssertionError(
                      scenario + ", " + name + ": other bits with " + other + " threads");
                }
              });
    }
    return worst;
  }

  /**
   * A model with dropout has, in evaluation mode, the first loss and the gradients that PyTorch
   * recorded of it in evaluation mode.
   *
   * @return the worst error over its bound
   * @throws AssertionError if a figure is not within its bound
   */
  public double evaluates() {
    GoldenScenario off = GoldenScenarios.named("method.dropout.off");
    GoldenSteps steps = GoldenSteps.of(off);
    int threads = backend.threadCounts().get(0);
    Map<String, Tensor> figures = steps.run(backend.engine(threads));
    GoldenSteps dropping = steps.with(off.withModel(Mlps.withDropout(DROPPED)));
    try (GoldenRun run = dropping.open(backend.engine(threads))) {
      figures.putAll(run.firstInEvaluation());
    }
    return check(steps, off.name() + ", in evaluation", figures);
  }

  private double check(GoldenSteps steps, String what, Map<String, Tensor> figures) {
    return StepBounds.of(steps).check(what, figures, backend.precision()).ratio();
  }
}

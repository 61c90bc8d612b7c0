package io.deltarule.parity.faults;

import io.deltarule.backend.Engine;
import io.deltarule.graph.Computation;
import io.deltarule.parity.Bounds;
import io.deltarule.parity.FiniteDifferences;
import io.deltarule.parity.OpCase;
import io.deltarule.tensor.Tensor;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Those who judge the gradient of a case, and who can be asked about any other computation. */
final class GradientJudges implements AutoCloseable {
  private final OpCase opCase;
  private final long seed;
  private final Map<String, Tensor> inputs;
  private final Bounds bounds;
  private final Engine engine = Engine.open("reference");

  GradientJudges(OpCase opCase, long seed) {
    this.opCase = opCase;
    this.seed = seed;
    OpCase gradient = opCase.gradient();
    inputs = gradient.values(seed);
    Computation right = gradient.computation();
    bounds = Bounds.of(right, Runs.live(right, inputs));
  }

  /** Those who find a gradient wrong. */
  Set<Judge> findWrong(Computation gradient) {
    Set<Judge> judges = EnumSet.noneOf(Judge.class);
    if (fails(() -> bounds.check("planted", Runs.run(engine, gradient, inputs)))) {
      judges.add(Judge.GRADIENT_PARITY);
    }
    if (fails(() -> FiniteDifferences.check(opCase, gradient, seed))) {
      judges.add(Judge.FINITE_DIFFERENCES);
    }
    return judges;
  }

  /** Only an AssertionError is a verdict; anything else is a defect of the harness. */
  private static boolean fails(Runnable check) {
    try {
      check.run();
      return false;
    } catch (AssertionError verdict) {
      return true;
    }
  }

  /** True if some element differs from the right one by more than float64 rounding. */
  boolean differs(Computation gradient) {
    return Runs.differ(bounds.exact(), Runs.run(engine, gradient, inputs));
  }

  @Override
  public void close() {
    engine.close();
  }
}

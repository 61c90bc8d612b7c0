package io.deltarule.parity.faults;

import io.deltarule.backend.Engine;
import io.deltarule.backend.Executable;
import io.deltarule.backend.State;
import io.deltarule.graph.Computation;
import io.deltarule.parity.Bounds;
import io.deltarule.parity.FiniteDifferences;
import io.deltarule.parity.OpCase;
import io.deltarule.tensor.Tensor;
import java.util.EnumSet;
import java.util.LinkedHashMap;
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
    bounds = Bounds.of(gradient.computation(), live(gradient.computation()));
  }

  /** Those who find a gradient wrong. */
  Set<Judge> findWrong(Computation gradient) {
    Set<Judge> judges = EnumSet.noneOf(Judge.class);
    if (fails(() -> bounds.check("planted", run(gradient)))) {
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
    Map<String, Tensor> results = run(gradient);
    return bounds.exact().entrySet().stream()
        .anyMatch(right -> differs(right.getValue(), results.get(right.getKey())));
  }

  private static boolean differs(Tensor right, Tensor result) {
    for (int i = 0; i < right.size(); i++) {
      double allowed = 1e-13 * Math.abs(right.get(i));
      if (!(Math.abs(result.get(i) - right.get(i)) <= allowed)) {
        return true;
      }
    }
    return false;
  }

  private Map<String, Tensor> run(Computation computation) {
    try (State state = engine.newState();
        Executable executable = engine.load(computation, state, engine.backend().planOptions())) {
      return executable.run(live(computation));
    }
  }

  private Map<String, Tensor> live(Computation computation) {
    Map<String, Tensor> live = new LinkedHashMap<>(inputs);
    live.keySet().retainAll(computation.placeholders().keySet());
    return live;
  }

  @Override
  public void close() {
    engine.close();
  }
}

package io.deltarule.parity;

import io.deltarule.backend.Engine;
import io.deltarule.backend.State;
import io.deltarule.backend.UnsupportedByBackendException;
import io.deltarule.graph.Computation;
import io.deltarule.plan.Planner;
import io.deltarule.plan.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Looks whether operations that are declared unsupported are so: in some case at least. */
final class Declarations {
  private final CaseChecks checks;
  private final List<OpCase> cases;

  Declarations(CaseChecks checks, List<OpCase> cases) {
    this.checks = checks;
    this.cases = cases;
  }

  /**
   * Loads the cases that have the declared operations.
   *
   * @throws AssertionError if all cases with a declared operation can be loaded, or there is none
   */
  void check(Set<String> declared) {
    if (declared.isEmpty()) {
      return;
    }
    Set<String> refused = new TreeSet<>();
    Set<String> known = new TreeSet<>();
    for (OpCase opCase : cases) {
      for (Computation computation : computations(opCase)) {
        for (Step step : plan(computation)) {
          known.add(step.op().name());
        }
        load(computation, refused);
      }
    }
    for (String operation : new TreeSet<>(declared)) {
      if (!known.contains(operation)) {
        throw new AssertionError(
            "expectedUnsupported() names '"
                + operation
                + "', which no case has; there are "
                + known);
      }
      if (!refused.contains(operation)) {
        throw new AssertionError(
            "expectedUnsupported() names '"
                + operation
                + "', but the backend supports it in every case; remove it there");
      }
    }
  }

  private static List<Computation> computations(OpCase opCase) {
    List<Computation> computations = new ArrayList<>();
    computations.add(opCase.computation());
    if (!opCase.differentiable().isEmpty()) {
      computations.add(opCase.gradient().computation());
    }
    return computations;
  }

  private List<Step> plan(Computation computation) {
    return Planner.plan(computation, checks.engine().backend().planOptions()).steps();
  }

  /** Loads it uncompiled and compiled, and notes what is refused. */
  private void load(Computation computation, Set<String> refused) {
    Engine engine = checks.engine();
    try (State state = engine.newState()) {
      engine.load(computation, state, engine.backend().planOptions()).close();
      engine.compile(computation, state).close();
    } catch (UnsupportedByBackendException e) {
      refused.add(e.operation());
    }
  }
}

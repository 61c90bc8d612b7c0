package io.deltarule.parity.diagnose;

import io.deltarule.backend.Engine;
import io.deltarule.graph.TensorType;
import io.deltarule.plan.Location;
import io.deltarule.plan.Plan;
import io.deltarule.plan.Step;
import java.util.List;

/** Whether two plans of a computation are the same operations in the same order. */
final class PlanMatch {
  private PlanMatch() {}

  /** Backends choose how a plan is laid out; its operations must not depend on that. */
  static void require(Engine leading, Plan one, Engine following, Plan other) {
    int common = Math.min(one.steps().size(), other.steps().size());
    for (int i = 0; i < common; i++) {
      Step a = one.steps().get(i);
      Step b = other.steps().get(i);
      if (!a.op().equals(b.op())
          || !types(a.inputs()).equals(types(b.inputs()))
          || !types(a.outputs()).equals(types(b.outputs()))) {
        throw mismatch(leading, following, i, told(a), told(b));
      }
    }
    if (one.steps().size() != other.steps().size()) {
      throw mismatch(leading, following, common, end(one, common), end(other, common));
    }
  }

  private static String end(Plan plan, int index) {
    return index < plan.steps().size() ? told(plan.steps().get(index)) : "nothing more";
  }

  private static String told(Step step) {
    return step.describe() + " " + types(step.inputs()) + " -> " + types(step.outputs());
  }

  private static List<TensorType> types(List<Location> locations) {
    return locations.stream().map(Location::type).toList();
  }

  private static IllegalArgumentException mismatch(
      Engine leading, Engine following, int index, String one, String other) {
    return new IllegalArgumentException(
        "lockstep: the plans of the two backends don't line up: operation "
            + index
            + " is "
            + one
            + " on "
            + leading.backend().name()
            + ", but "
            + other
            + " on "
            + following.backend().name()
            + "; they must differ in layout alone, so compare their planOptions()");
  }
}

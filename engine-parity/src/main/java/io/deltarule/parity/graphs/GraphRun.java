package io.deltarule.parity.graphs;

import io.deltarule.backend.Engine;
import io.deltarule.backend.Executable;
import io.deltarule.backend.State;
import io.deltarule.diagnose.MemoryGuard;
import io.deltarule.graph.Computation;
import io.deltarule.plan.Plan;
import io.deltarule.plan.PlanOptions;
import io.deltarule.plan.Planner;
import io.deltarule.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/** One run of a computation without variables on a backend. */
final class GraphRun {
  private static final int GUARD = 16;

  private GraphRun() {}

  /** The outputs by name. Values of inputs that the computation does not use are left out. */
  static Map<String, Tensor> plain(
      Engine engine, Computation computation, Map<String, Tensor> inputs) {
    Plan plan = Planner.plan(computation, engine.backend().planOptions());
    try (State state = engine.newState();
        Executable executable = engine.load(plan, state)) {
      Map<String, Tensor> live = new LinkedHashMap<>(inputs);
      live.keySet().retainAll(plan.inputs().keySet());
      return executable.run(live);
    }
  }

  /** The same one operation at a time over poisoned memory, with guards between the buffers. */
  static Map<String, Tensor> guarded(
      Engine engine, Computation computation, Map<String, Tensor> inputs) {
    PlanOptions options = engine.backend().planOptions().withGuard(GUARD);
    Plan plan = Planner.plan(computation, options);
    try (State state = engine.newState();
        Executable executable = engine.load(plan, state)) {
      plan.inputs().keySet().forEach(name -> executable.input(name).write(inputs.get(name)));
      executable.run(new MemoryGuard(plan));
      Map<String, Tensor> results = new LinkedHashMap<>();
      plan.outputs().keySet().forEach(name -> results.put(name, executable.output(name).read()));
      return results;
    }
  }
}

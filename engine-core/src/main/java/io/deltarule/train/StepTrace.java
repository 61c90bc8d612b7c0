package io.deltarule.train;

import io.deltarule.backend.Engine;
import io.deltarule.backend.Executable;
import io.deltarule.backend.State;
import io.deltarule.diagnose.NonFiniteTracer;
import io.deltarule.diagnose.NonFiniteTracer.Finding;
import io.deltarule.graph.Variable;
import io.deltarule.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Runs a step again to find where it stopped being finite, and leaves the state as it was. */
final class StepTrace {
  private StepTrace() {}

  /** The first operation at fault: of the graph as it was built or, if none, as it was compiled. */
  static Optional<Finding> of(Engine engine, State state, TrainingStep step) {
    Executable compiled = step.lastExecutable();
    try (Executable plain =
        engine.load(step.lastComputation(), state, engine.backend().planOptions())) {
      for (String input : compiled.plan().inputs().keySet()) {
        plain.input(input).write(compiled.input(input).read());
      }
      // With gathered gradients the fault may lie in an earlier batch; this run then does update.
      Map<Variable, Tensor> before = new LinkedHashMap<>();
      state.variables().forEach(variable -> before.put(variable, state.read(variable)));
      try {
        return NonFiniteTracer.trace(plain).or(() -> traceFrom(before, state, compiled));
      } finally {
        before.forEach(state::write);
      }
    }
  }

  private static Optional<Finding> traceFrom(
      Map<Variable, Tensor> before, State state, Executable executable) {
    before.forEach(state::write);
    return NonFiniteTracer.trace(executable);
  }
}

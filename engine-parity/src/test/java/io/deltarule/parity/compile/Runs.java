package io.deltarule.parity.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.backend.Engine;
import io.deltarule.backend.Executable;
import io.deltarule.diagnose.MemoryGuard;
import io.deltarule.graph.Computation;
import io.deltarule.parity.reference.ReferenceBackend;
import io.deltarule.plan.Plan;
import io.deltarule.plan.PlanOptions;
import io.deltarule.plan.Planner;
import io.deltarule.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/** Runs computations without variables on the float64 reference, as they are. */
final class Runs {
  private static final double TOLERANCE = 1e-12;

  private Runs() {}

  /** The outputs for the values of the placeholders; values of others are ignored. */
  static Map<String, Tensor> run(Computation computation, Map<String, Tensor> values) {
    Plan plan = Planner.plan(computation, PlanOptions.standard().withGuard(4));
    try (Engine engine = Engine.of(new ReferenceBackend())) {
      Executable executable = engine.load(plan, engine.newState());
      plan.inputs().keySet().forEach(name -> executable.input(name).write(values.get(name)));
      executable.run(new MemoryGuard(plan));
      Map<String, Tensor> outputs = new LinkedHashMap<>();
      plan.outputs().keySet().forEach(name -> outputs.put(name, executable.output(name).read()));
      return outputs;
    }
  }

  /** Outputs of the same names, types and shapes whose elements agree to rounding in float64. */
  static void assertSame(String what, Map<String, Tensor> actual, Map<String, Tensor> expected) {
    assertThat(actual.keySet()).as(what).isEqualTo(expected.keySet());
    expected.forEach(
        (name, tensor) -> {
          Tensor found = actual.get(name);
          assertThat(found.shape()).as(what + ": " + name).isEqualTo(tensor.shape());
          assertThat(found.dtype()).as(what + ": " + name).isEqualTo(tensor.dtype());
          for (int i = 0; i < tensor.size(); i++) {
            assertClose(what + ": " + name + "[" + i + "]", found.get(i), tensor.get(i));
          }
        });
  }

  private static void assertClose(String where, double actual, double expected) {
    if (Double.compare(actual, expected) == 0) {
      return;
    }
    double error = Math.abs(actual - expected);
    if (!(error <= TOLERANCE * Math.max(1, Math.abs(expected)))) {
      throw new AssertionError(where + " is " + actual + ", expected " + expected);
    }
  }
}

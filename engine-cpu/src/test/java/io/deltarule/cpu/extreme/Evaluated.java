package io.deltarule.cpu.extreme;

import io.deltarule.autodiff.ReverseMode;
import io.deltarule.backend.Backend;
import io.deltarule.backend.BackendOptions;
import io.deltarule.backend.Engine;
import io.deltarule.backend.Executable;
import io.deltarule.backend.State;
import io.deltarule.cpu.CpuBackend;
import io.deltarule.graph.Computation;
import io.deltarule.graph.Graph;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.parity.reference.ReferenceBackend;
import io.deltarule.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The value of a function, and the gradients of the sum of its elements by each float input. */
record Evaluated(Map<String, Tensor> results) {
  /** Builds the function's value from its inputs. */
  @FunctionalInterface
  interface Body {
    Value build(List<Value> inputs);
  }

  /**
   * Requires that a function's results in float32, with vectors and without, are within a bound of
   * {@code tolerance * (1 + |exact|)} of the float64 ones, and finite or infinite where those are.
   * Infinite results are refused unless {@code infinite} allows them; NaN always is.
   */
  static void requireClose(
      String what, List<Tensor> inputs, Body body, double tolerance, boolean infinite) {
    Evaluated exact = on(new ReferenceBackend(), inputs, body);
    for (String simd : List.of("auto", "off")) {
      Evaluated found =
          on(new CpuBackend(new BackendOptions(1, Map.of(CpuBackend.SIMD, simd))), inputs, body);
      exact.results.forEach(
          (name, expected) -> {
            for (int i = 0; i < expected.size(); i++) {
              double e = expected.get(i);
              double f = found.results.get(name).get(i);
              boolean close = Math.abs(f - e) <= tolerance * (1 + Math.abs(e)) || f == (float) e;
              if (!close || (!Double.isFinite(e) && !infinite)) {
                throw new AssertionError(
                    String.format(
                        "%s, vectors %s: %s[%d] is %s, exactly %s", what, simd, name, i, f, e));
              }
            }
          });
    }
  }

  private static Evaluated on(Backend backend, List<Tensor> inputs, Body body) {
    Graph graph = new Graph();
    List<Value> values = new ArrayList<>();
    List<Value> floats = new ArrayList<>();
    Map<String, Tensor> fed = new LinkedHashMap<>();
    for (Tensor input : inputs) {
      String name = "input " + values.size();
      Value value = graph.placeholder(name, new TensorType(input.dtype(), input.shape()));
      values.add(value);
      fed.put(name, input);
      if (input.dtype().isFloating()) {
        floats.add(value);
      }
    }
    Value result = body.build(values);
    Map<String, Value> outputs = new LinkedHashMap<>();
    outputs.put("value", result);
    List<Value> gradients =
        ReverseMode.gradients(List.of(result), List.of(graph.full(result.shape(), 1)), floats);
    for (int i = 0; i < gradients.size(); i++) {
      if (gradients.get(i) != null) {
        outputs.put("gradient " + i, gradients.get(i));
      }
    }
    try (Engine engine = Engine.of(backend);
        State state = engine.newState();
        Executable executable = engine.compile(Computation.of(outputs), state)) {
      fed.keySet().retainAll(executable.plan().inputs().keySet());
      return new Evaluated(executable.run(fed));
    }
  }
}

package io.deltarule.parity.faults;

import io.deltarule.backend.Engine;
import io.deltarule.backend.Executable;
import io.deltarule.backend.State;
import io.deltarule.graph.Computation;
import io.deltarule.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/** Runs of computations, and the comparison that tells whether a fault made any difference. */
final class Runs {
  /** What a sum of 1024 denormal numbers may lose when each is flushed to 0. */
  private static final double FLUSHED = 1024 * 0x1p-126;

  private Runs() {}

  /** Runs a computation as it is on those of some values that it uses. */
  static Map<String, Tensor> run(
      Engine engine, Computation computation, Map<String, Tensor> values) {
    try (State state = engine.newState();
        Executable executable = engine.load(computation, state, engine.backend().planOptions())) {
      return executable.run(live(computation, values));
    }
  }

  /** The values of the placeholders that a computation uses. */
  static Map<String, Tensor> live(Computation computation, Map<String, Tensor> values) {
    Map<String, Tensor> live = new LinkedHashMap<>(values);
    live.keySet().retainAll(computation.placeholders().keySet());
    return live;
  }

  /**
   * True if some element differs from the right one by more than float64 rounding and the flushing
   * of numbers that float32 has no normal ones for.
   */
  static boolean differ(Map<String, Tensor> right, Map<String, Tensor> results) {
    return right.entrySet().stream()
        .anyMatch(output -> differ(output.getValue(), results.get(output.getKey())));
  }

  private static boolean differ(Tensor right, Tensor result) {
    for (int i = 0; i < right.size(); i++) {
      double a = right.get(i);
      double b = result.get(i);
      double allowed = 1e-13 * Math.abs(a) + FLUSHED;
      if (a != b && Double.compare(a, b) != 0 && !(Math.abs(a - b) <= allowed)) {
        return true;
      }
    }
    return false;
  }
}

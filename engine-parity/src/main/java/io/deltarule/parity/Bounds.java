package io.deltarule.parity;

import io.deltarule.backend.Engine;
import io.deltarule.backend.Executable;
import io.deltarule.graph.Computation;
import io.deltarule.parity.reference.ReferenceBackend;
import io.deltarule.parity.reference.Rounding;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The exact results of a computation, and for each of their elements the error that a float32
 * backend may make.
 *
 * <p>The bound has the form c * eps * f(reduction length) * operand scale, but instead of a formula
 * for each operation the last three factors are computed together: the reference runs the
 * computation again, several times, with every inexact result off by one float32 rounding error up
 * or down by chance (Monte Carlo arithmetic). The largest deviation from the exact result shows how
 * rounding errors grow with the length of the sums, the size of the operands and cancellation, in
 * gradients and composed graphs as well as in single operations. One more run rounds to float32,
 * for errors that are not independent, as in a sum of equal numbers. The deviation is 0 where
 * nothing is rounded: moves, selections, maxima and integers must be exact.
 *
 * <p>The factor {@link #SLACK} covers what chance does not show: another order of summation, and
 * elementary functions that are off by a few units in the last place.
 */
public final class Bounds {
  /** c: what a backend may stray by, over the largest deviation seen. */
  public static final double SLACK = 8;

  private static final int RUNS = 12;

  /** Below the smallest normal number a backend may flush to 0. */
  private static final double SMALLEST_NORMAL = 0x1p-126;

  private final Map<String, Tensor> exact;
  private final Map<String, double[]> allowed;

  private Bounds(Map<String, Tensor> exact, Map<String, double[]> allowed) {
    this.exact = exact;
    this.allowed = allowed;
  }

  /** Computes exact results and bounds of a computation without variables, for some inputs. */
  public static Bounds of(Computation computation, Map<String, Tensor> inputs) {
    Map<String, Tensor> exact = run(computation, inputs, Rounding.none());
    Map<String, double[]> allowed = new LinkedHashMap<>();
    exact.forEach((name, tensor) -> allowed.put(name, new double[tensor.size()]));
    List<Rounding> roundings = new ArrayList<>(List.of(Rounding.toFloat32()));
    for (int run = 0; run < RUNS; run++) {
      roundings.add(Rounding.random(DType.FLOAT32.epsilon(), run));
    }
    for (Rounding rounding : roundings) {
      run(computation, inputs, rounding)
          .forEach((name, strayed) -> widen(allowed.get(name), exact.get(name), strayed));
    }
    return new Bounds(exact, allowed);
  }

  private static Map<String, Tensor> run(
      Computation computation, Map<String, Tensor> inputs, Rounding rounding) {
    try (Engine engine = Engine.of(new ReferenceBackend(rounding))) {
      Executable executable =
          engine.load(computation, engine.newState(), engine.backend().planOptions());
      return executable.run(inputs);
    }
  }

  private static void widen(double[] allowed, Tensor exact, Tensor strayed) {
    for (int i = 0; i < allowed.length; i++) {
      double deviation = Math.abs(strayed.get(i) - exact.get(i));
      if (deviation > 0) {
        allowed[i] = Math.max(allowed[i], SLACK * deviation + SMALLEST_NORMAL);
      }
    }
  }

  /** The exact results by name of the output. */
  public Map<String, Tensor> exact() {
    return exact;
  }

  /** The error that one element of an output may have; 0 if it must be exact. */
  public double allowed(String output, int element) {
    return allowed.get(output)[element];
  }

  /**
   * Compares results with the exact ones.
   *
   * @param what who computed what, for the message
   * @return the largest error over its bound; 0 if all are exact
   * @throws AssertionError if an output is missing or of another shape or kind of type, or an error
   *     is not within its bound; NaN is within none, unless NaN is the exact result
   */
  public double check(String what, Map<String, Tensor> results) {
    double worst = 0;
    for (Map.Entry<String, Tensor> output : exact.entrySet()) {
      Tensor result = results.get(output.getKey());
      String which = what + ": output " + output.getKey();
      if (result == null || !result.shape().equals(output.getValue().shape())) {
        throw new AssertionError(
            which
                + " must have shape "
                + output.getValue().shape()
                + ", got "
                + (result == null ? "nothing" : result.shape()));
      }
      if (result.dtype().isFloating() != output.getValue().dtype().isFloating()) {
        throw new AssertionError(
            which + " must be " + output.getValue().dtype() + ", got " + result.dtype());
      }
      double[] bounds = allowed.get(output.getKey());
      for (int i = 0; i < bounds.length; i++) {
        worst =
            Math.max(worst, ratio(which, i, result.get(i), output.getValue().get(i), bounds[i]));
      }
    }
    return worst;
  }

  private static double ratio(
      String which, int element, double result, double expected, double bound) {
    // The second comparison is for results that overflow float32 but not float64.
    if (Double.compare(result, expected) == 0 || result == (float) expected) {
      return 0;
    }
    double error = Math.abs(result - expected);
    if (!Double.isFinite(bound)) {
      throw new AssertionError(
          which
              + " element "
              + element
              + " is "
              + result
              + ", expected "
              + expected
              + ": its bound is "
              + bound
              + ", which nothing can exceed; draw the inputs from another domain");
    }
    if (!(error <= bound)) {
      throw new AssertionError(
          which
              + " element "
              + element
              + " is "
              + result
              + ", expected "
              + expected
              + ": error "
              + error
              + ", allowed "
              + bound);
    }
    return error / bound;
  }
}

package io.deltarule.parity;

import io.deltarule.backend.Engine;
import io.deltarule.backend.Executable;
import io.deltarule.graph.Computation;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Holds the gradient of a case to central finite differences, in float64 on the reference backend.
 *
 * <p>For upstream gradients dy the scalar {@code L(x) = sum_j <dy_j, y_j(x)>} is differentiated by
 * the five-point rule, {@code (8 (L(x+h) - L(x-h)) - (L(x+2h) - L(x-2h))) / 12h}, whose truncation
 * error is h^4 L^(5) / 30 and whose rounding error is about eps |L| / h. The step is relative to
 * the element, and {@code 5e-4} of it unless the case declares another.
 */
public final class FiniteDifferences {
  /** The largest error relative to the largest gradient of the input. */
  public static final double TOLERANCE = 1e-7;

  /** Balances truncation and rounding for functions that vary over distances of order 1. */
  static final double RELATIVE_STEP = 5e-4;

  /** Inputs with more elements than this are judged at that many of them, chosen by the seed. */
  private static final int MOST_ELEMENTS = 48;

  /** Of a case with so much arithmetic fewer elements are judged, but not fewer than these. */
  private static final long MOST_FLOPS = 1 << 21;

  private static final int FEWEST_ELEMENTS = 8;

  private final OpCase opCase;

  /** The computation that gives the gradients: usually the case's own. */
  private final Computation gradient;

  /** The inputs of both; their arrays are moved in place. */
  private final Map<String, Tensor> values = new LinkedHashMap<>();

  private final long seed;

  private FiniteDifferences(OpCase opCase, Computation gradient, long seed) {
    this.opCase = opCase;
    this.gradient = gradient;
    this.seed = seed;
    opCase.gradient().values(seed).forEach((name, tensor) -> values.put(name, widened(tensor)));
  }

  private static Tensor widened(Tensor tensor) {
    return tensor.dtype().isFloating() ? Tensor.of(tensor.shape(), tensor.toDoubles()) : tensor;
  }

  /**
   * Checks all gradients of a case.
   *
   * @return the largest error over its bound
   * @throws AssertionError if an error is not within its bound; NaN is within none
   */
  public static double check(OpCase opCase, long seed) {
    return check(opCase, opCase.gradient().computation(), seed);
  }

  /**
   * Checks gradients of a case that something else computes: a gradient rule under development, or
   * one that a test has made wrong.
   *
   * @param gradient a computation with the placeholders and the outputs of {@code
   *     opCase.gradient().computation()}; it need not use all of the placeholders
   * @return the largest error over its bound
   * @throws AssertionError if an output is missing or has another shape, or an error is not within
   *     its bound; NaN is within none
   */
  public static double check(OpCase opCase, Computation gradient, long seed) {
    return new FiniteDifferences(opCase, gradient, seed).check();
  }

  private double check() {
    try (Engine engine = Engine.open("reference")) {
      OpCase gradientCase = opCase.gradient();
      Map<String, Tensor> gradients = run(engine.compile(gradient, engine.newState()));
      Executable forward = engine.compile(opCase.computation(), engine.newState());
      double worst = 0;
      int output = 0;
      for (String input : opCase.differentiable()) {
        Tensor found = gradients.get(gradientCase.outputName(output++));
        requireShapeOf(input, found);
        worst = Math.max(worst, check(forward, input, found));
      }
      return worst;
    }
  }

  private void requireShapeOf(String input, Tensor found) {
    Shape expected = values.get(input).shape();
    if (found == null || !found.shape().equals(expected)) {
      throw new AssertionError(
          opCase
              + ": gradient by '"
              + input
              + "' must have shape "
              + expected
              + ", got "
              + (found == null ? "nothing" : found.shape()));
    }
  }

  /** Runs on those of the values that the compiled computation still takes. */
  private Map<String, Tensor> run(Executable executable) {
    Map<String, Tensor> used = new LinkedHashMap<>(values);
    used.keySet().retainAll(executable.plan().inputs().keySet());
    return executable.run(used);
  }

  private double check(Executable forward, String input, Tensor gradient) {
    double[] x = values.get(input).doubles();
    double scale = 0;
    for (double element : gradient.doubles()) {
      scale = Math.max(scale, Math.abs(element));
    }
    double magnitude = weighted(forward, true);
    double worst = 0;
    for (int i : chosen(x.length)) {
      double h = opCase.finiteDifferenceStep() * Math.max(0.1, Math.abs(x[i]));
      double near = moved(forward, x, i, h) - moved(forward, x, i, -h);
      double far = moved(forward, x, i, 2 * h) - moved(forward, x, i, -2 * h);
      double expected = (8 * near - far) / (12 * h);
      double noise = 32 * 0x1p-52 * magnitude / h;
      double bound = TOLERANCE * scale + noise;
      double error = Math.abs(gradient.get(i) - expected);
      // An infinite gradient would make its own bound infinite.
      if (!(error <= bound) || !Double.isFinite(error)) {
        throw new AssertionError(
            opCase
                + ": gradient by '"
                + input
                + "' element "
                + i
                + " is "
                + gradient.get(i)
                + ", by finite differences "
                + expected
                + ": error "
                + error
                + ", allowed "
                + bound);
      }
      worst = Math.max(worst, bound == 0 ? 0 : error / bound);
    }
    return worst;
  }

  private int[] chosen(int count) {
    long affordable = MOST_FLOPS / Math.max(1, opCase.flops());
    int most = (int) Math.max(FEWEST_ELEMENTS, Math.min(MOST_ELEMENTS, affordable));
    return count <= most
        ? IntStream.range(0, count).toArray()
        : new SplittableRandom(seed).ints(most, 0, count).toArray();
  }

  private double moved(Executable forward, double[] x, int element, double by) {
    double before = x[element];
    x[element] = before + by;
    try {
      return weighted(forward, false);
    } finally {
      x[element] = before;
    }
  }

  /** L, or the size of the terms that it is the sum of, to which its rounding error is relative. */
  private double weighted(Executable forward, boolean absolute) {
    Map<String, Tensor> outputs = run(forward);
    double sum = 0;
    for (Map.Entry<String, Tensor> output : outputs.entrySet()) {
      Tensor upstream = values.get(OpCase.upstreamName(output.getKey()));
      for (int i = 0; upstream != null && i < upstream.size(); i++) {
        double term = upstream.get(i) * output.getValue().get(i);
        sum += absolute ? Math.abs(term) : term;
      }
    }
    return sum;
  }
}

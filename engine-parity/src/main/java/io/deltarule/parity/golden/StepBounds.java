package io.deltarule.parity.golden;

import io.deltarule.backend.Engine;
import io.deltarule.parity.reference.ReferenceBackend;
import io.deltarule.parity.reference.Rounding;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * How far the figures of {@link GoldenSteps} may be from PyTorch's in float64.
 *
 * <p>The reference does the steps again, several times, with every inexact result off by one
 * float32 rounding error up or down by chance (Monte Carlo arithmetic, as in {@link
 * io.deltarule.parity.Bounds}). For each tensor the largest distance of these runs from the
 * reference's own float64 run, times {@link #SLACK}, is what a float32 backend may stray by.
 * Rounding errors are small enough to grow in proportion to the rounding unit, so a backend that
 * computes in float64 gets the same bound times 2^-29, the ratio of the two units.
 *
 * <p>What PyTorch recorded is no part of the bound: a reference that is wrong makes no wide bound.
 */
public final class StepBounds {
  /**
   * Covers what chance does not show: another order of summation, and elementary functions that are
   * off by a few units in the last place.
   */
  public static final double SLACK = 8;

  private static final int RUNS = 8;
  private static final long SEED = 20260722;

  private final String scenario;
  private final Map<String, Tensor> expected;
  private final Map<String, Double> allowed;

  private StepBounds(String scenario, Map<String, Tensor> expected, Map<String, Double> allowed) {
    this.scenario = scenario;
    this.expected = expected;
    this.allowed = allowed;
  }

  /**
   * The figure that uses the largest share of its bound.
   *
   * @param figure its name
   * @param ratio its error over its bound: 0 if it is exact, infinite for NaN
   */
  public record Worst(String figure, double ratio) {}

  /** Computes the bounds of a scenario's steps. */
  public static StepBounds of(GoldenSteps steps) {
    Map<String, Tensor> exact = steps.run(Engine.of(new ReferenceBackend()));
    Map<String, Double> allowed = new LinkedHashMap<>();
    Rounding rounding = Rounding.random(DType.FLOAT32.epsilon(), SEED);
    try (GoldenRun strayed = steps.open(Engine.of(new ReferenceBackend(rounding)))) {
      for (int run = 0; run < RUNS; run++) {
        strayed
            .train()
            .forEach(
                (figure, value) ->
                    allowed.merge(figure, SLACK * distance(value, exact.get(figure)), Math::max));
      }
    }
    return new StepBounds(steps.scenario().name(), steps.recorded(DType.FLOAT64), allowed);
  }

  /**
   * Compares with what PyTorch recorded in float64.
   *
   * @param who what computed the figures, for the message
   * @param figures all figures of the scenario
   * @param precision in which they were computed
   * @throws AssertionError if a figure is missing, unknown or of another shape, or an error is not
   *     within its bound; NaN is within none
   */
  public Worst check(String who, Map<String, Tensor> figures, DType precision) {
    Worst worst = worst(figures, precision);
    if (!(worst.ratio() <= 1)) {
      String figure = worst.figure();
      throw new AssertionError(
          String.format(
              "golden steps %s by %s: %s is off by %s, allowed %s (%s times the bound); found %s,"
                  + " PyTorch %s",
              scenario,
              who,
              figure,
              distance(figures.get(figure), expected.get(figure)),
              allowed(figure, precision),
              worst.ratio(),
              figures.get(figure),
              expected.get(figure)));
    }
    return worst;
  }

  /**
   * The figure that uses the largest share of its bound, which may be more than all of it.
   *
   * @throws AssertionError if a figure is missing, unknown or of another shape
   */
  public Worst worst(Map<String, Tensor> figures, DType precision) {
    requireSame(expected.keySet(), figures.keySet());
    Worst worst = new Worst("none", 0);
    for (String figure : expected.keySet()) {
      double ratio = ratio(figure, figures.get(figure), precision);
      if (!(ratio <= worst.ratio())) {
        worst = new Worst(figure, ratio);
      }
    }
    return worst;
  }

  private void requireSame(Set<String> wanted, Set<String> found) {
    if (!wanted.equals(found) || !wanted.equals(allowed.keySet())) {
      throw new AssertionError(
          "golden steps " + scenario + ": recorded figures are " + wanted + ", found " + found);
    }
  }

  private double ratio(String figure, Tensor found, DType precision) {
    if (!found.shape().equals(expected.get(figure).shape())) {
      throw new AssertionError(
          String.format(
              "golden steps %s: %s has shape %s, recorded %s",
              scenario, figure, found.shape(), expected.get(figure).shape()));
    }
    double error = distance(found, expected.get(figure));
    if (error == 0) {
      return 0;
    }
    double ratio = error / allowed(figure, precision);
    return Double.isNaN(ratio) ? Double.POSITIVE_INFINITY : ratio;
  }

  /** The largest error of a figure that a precision is allowed. */
  public double allowed(String figure, DType precision) {
    return allowed.get(figure) * (precision.epsilon() / DType.FLOAT32.epsilon());
  }

  /** The largest difference of two elements; NaN if there is one. */
  private static double distance(Tensor a, Tensor b) {
    double largest = 0;
    for (int i = 0; i < a.size(); i++) {
      double difference = Math.abs(a.get(i) - b.get(i));
      if (!(difference <= largest)) {
        largest = difference;
      }
      if (Double.isNaN(difference)) {
        return difference;
      }
    }
    return largest;
  }
}

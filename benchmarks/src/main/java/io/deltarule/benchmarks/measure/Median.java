package io.deltarule.benchmarks.measure;

import java.util.Arrays;
import java.util.List;

/** The middle of some figures, which a burst of other work on the machine does not move. */
public final class Median {
  private Median() {}

  /** The median; the mean of the two in the middle of an even number, NaN of none. */
  public static double of(double... figures) {
    if (figures.length == 0) {
      return Double.NaN;
    }
    double[] sorted = figures.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** The median of a list. */
  public static double of(List<Double> figures) {
    return of(figures.stream().mapToDouble(Double::doubleValue).toArray());
  }
}

package io.deltarule.benchmarks.measure;

import java.util.Arrays;
import java.util.OptionalDouble;

/** When a program that starts slowly, such as one that a JIT compiles, has come up to speed. */
public final class SteadyState {
  private static final int MOST = 9;
  private static final int FEWEST = 3;
  private static final double WINDOW_SECONDS = 1;
  private static final double NEAR = 1.1;

  private SteadyState() {}

  /**
   * The time from the beginning of the first step to the beginning of the first nine in a row whose
   * median is at most a tenth above the median of the steps that count. Where nine take longer than
   * a second, as many as fill it will do, but three or more.
   *
   * @param warmup the seconds of each step, from the first on
   * @param median the median of the steps that count, in seconds
   * @return seconds; empty if the warm-up ended before
   */
  public static OptionalDouble seconds(double[] warmup, double median) {
    int window = (int) Math.max(FEWEST, Math.min(MOST, Math.ceil(WINDOW_SECONDS / median)));
    double passed = 0;
    for (int from = 0; from + window <= warmup.length; from++) {
      if (Median.of(Arrays.copyOfRange(warmup, from, from + window)) <= NEAR * median) {
        return OptionalDouble.of(passed);
      }
      passed += warmup[from];
    }
    return OptionalDouble.empty();
  }
}

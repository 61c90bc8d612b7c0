package io.deltarule.benchmarks;

import io.deltarule.benchmarks.measure.Median;
import java.util.Arrays;

/**
 * Measures how long something takes: warms up, then times it over and over and takes the median,
 * which a burst of other work on the machine does not move.
 *
 * @param warmupSeconds how long to run before counting
 * @param seconds how long to count
 */
record MedianTime(double warmupSeconds, double seconds) {
  private static final int FEWEST_SAMPLES = 5;

  /** The median time of a run, in seconds. */
  double of(Runnable work) {
    repeat(work, warmupSeconds, 1);
    return Median.of(repeat(work, seconds, FEWEST_SAMPLES));
  }

  private static double[] repeat(Runnable work, double seconds, int fewest) {
    double[] times = new double[1024];
    int count = 0;
    long end = System.nanoTime() + (long) (seconds * 1e9);
    long before = System.nanoTime();
    while (count < fewest || before < end) {
      work.run();
      long after = System.nanoTime();
      if (count == times.length) {
        times = Arrays.copyOf(times, 2 * count);
      }
      times[count++] = (after - before) / 1e9;
      before = after;
    }
    return Arrays.copyOf(times, count);
  }
}

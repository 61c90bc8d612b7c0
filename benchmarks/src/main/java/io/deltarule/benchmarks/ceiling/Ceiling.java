package io.deltarule.benchmarks.ceiling;

import java.util.Locale;

/**
 * What this machine can do at most on a number of threads.
 *
 * @param threads how many threads worked at once
 * @param gigaflops billions of floating-point operations a second of all threads, a fused
 *     multiply-add counted as two
 * @param copyGigabytes billions of bytes a second, read and written, that all threads copy beyond
 *     the caches, in {@value CopyProbe#BEYOND_CACHES} bytes of arrays
 */
public record Ceiling(int threads, double gigaflops, double copyGigabytes) {
  /**
   * Measures both, in less than three seconds; on a machine so busy that the JIT does not come to
   * compile the probe, after a minute at most.
   *
   * @throws IllegalArgumentException if there is not one thread or more, or if the heap cannot hold
   *     the arrays
   */
  public static Ceiling measure(int threads) {
    Team.requireThreads(threads);
    double gigaflops = FmaProbe.create().gigaflops(threads);
    return new Ceiling(threads, gigaflops, CopyProbe.gigabytes(CopyProbe.BEYOND_CACHES, threads));
  }

  /**
   * The higher figures of two measurements: a machine that others use too shows what it can do only
   * now and then.
   *
   * @throws IllegalArgumentException if the other is of another number of threads
   */
  public Ceiling higher(Ceiling other) {
    if (threads != other.threads) {
      throw new IllegalArgumentException(
          "ceilings of " + threads + " and of " + other.threads + " threads have no higher one");
    }
    return new Ceiling(
        threads,
        Math.max(gigaflops, other.gigaflops),
        Math.max(copyGigabytes, other.copyGigabytes));
  }

  /** One line, such as {@code 1 thread: 170.1 GFLOP/s, copies 11.3 GB/s beyond the caches}. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%d thread%s: %.1f GFLOP/s, copies %.1f GB/s beyond the caches",
        threads,
        threads == 1 ? "" : "s",
        gigaflops,
        copyGigabytes);
  }
}

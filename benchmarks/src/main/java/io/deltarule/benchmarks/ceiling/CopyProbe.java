package io.deltarule.benchmarks.ceiling;

import java.util.Arrays;

/**
 * The most bytes a second that copying reaches: bytes read plus bytes written, as compulsory bytes
 * of a kernel are counted. What the processor reads besides, such as a line of the cache before it
 * is overwritten, is not counted.
 *
 * <p>The rate depends on the size: 20 MB may stay in a cache where 500 MB do not. A kernel is
 * compared with a copy whose two arrays together are as large as what the kernel works on.
 */
public final class CopyProbe {
  /**
   * Two arrays of 256 MiB: beyond what a process can keep in the caches. Processors in data centres
   * report up to hundreds of MiB of last-level cache, which all their guests share; on such a
   * machine with 300 MiB, copies slowed down up to 64 MiB and no further to 2 GiB.
   */
  public static final long BEYOND_CACHES = 512L << 20;

  private static final int FLOAT_BYTES = 4;

  /** Copies that take less are repeated until they take so long, between two looks at the clock. */
  private static final long REPETITION_BYTES = 1 << 20;

  private static final double SECONDS = 0.3;

  /** Arrays begin at 16 bytes and a cache line has 64: one in eight places is aligned to a line. */
  private static final int PLACES = 8;

  private static final int FLOATS_PER_PLACE = 2;

  private CopyProbe() {}

  /**
   * The highest rate of any repetition, in billions of bytes a second of all threads. Each copies
   * its share of one array into the other; they start together, and the slowest one's time counts.
   *
   * @param bytes of both arrays together
   * @throws IllegalArgumentException if there are not 8 bytes or more for each thread, or if the
   *     heap cannot hold the arrays
   */
  public static double gigabytes(long bytes, int threads) {
    return gigabytes(bytes, threads, SECONDS);
  }

  /** The same within a time of choice, or in eight copies where that takes longer. */
  public static double gigabytes(long bytes, int threads, double seconds) {
    try (Team team = new Team(threads)) {
      int floats = Math.toIntExact(bytes / 2 / FLOAT_BYTES / threads);
      if (floats < 1) {
        throw new IllegalArgumentException(
            "a copy on " + threads + " threads needs 8 bytes or more for each, got " + bytes);
      }
      return gigabytes(floats, team, threads, seconds);
    } catch (OutOfMemoryError e) {
      throw new IllegalArgumentException(
          "a copy within "
              + bytes
              + " bytes does not fit the heap, of "
              + Runtime.getRuntime().maxMemory()
              + " bytes at most; give a larger -Xmx",
          e);
    }
  }

  private static double gigabytes(int floats, Team team, int threads, double duration) {
    float[][] from = new float[threads][];
    float[][] to = new float[threads][];
    int length = floats + PLACES * FLOATS_PER_PLACE;
    // Each thread makes its own: the system gives the memory to where it is touched first.
    team.seconds(
        member -> {
          from[member] = new float[length];
          to[member] = new float[length];
          Arrays.fill(from[member], 1);
        });
    double bytes = 2.0 * FLOAT_BYTES * floats * threads;
    int copies = (int) Math.max(1, REPETITION_BYTES / bytes);
    double best = 0;
    long deadline = System.nanoTime() + (long) (duration * 1e9);
    int place = 0;
    do {
      int offset = place * FLOATS_PER_PLACE;
      double seconds =
          team.seconds(
              member -> {
                for (int i = 0; i < copies; i++) {
                  System.arraycopy(from[member], offset, to[member], offset, floats);
                }
              });
      best = Math.max(best, copies * bytes / seconds / 1e9);
      place = (place + 1) % PLACES;
    } while (place != 0 || System.nanoTime() < deadline);
    return best;
  }
}

package io.deltarule.benchmarks.measure;

import io.deltarule.benchmarks.allocation.AllocatedBytes;
import java.util.Arrays;

/**
 * Times a training step over and over: the first one, then some to warm up, then those that count.
 * Within a window of those, this class allocates nothing.
 *
 * @param warmupSeconds how long to warm up
 * @param seconds how long to count
 */
public record StepClock(double warmupSeconds, double seconds) {
  private static final int FEWEST = 3;

  /** Of those that count, with a step at least each. */
  private static final int WINDOWS = FEWEST;

  private static final int READINGS = 5;

  private static final int MOST = 1 << 22;

  /**
   * What was timed.
   *
   * @param firstStepEnd when the first step had ended, in milliseconds since 1970
   * @param warmup the seconds of the first step and of each that warmed up
   * @param counted the seconds of each that counts
   * @param allocatedBytesPerStep what all threads allocated on the heap for each step that counts:
   *     the least of three windows, as what the JIT moves from the stack to the heap where it
   *     throws code away shows in one of them, and what every step allocates in each
   */
  public record Times(
      long firstStepEnd, double[] warmup, double[] counted, double allocatedBytesPerStep) {
    /** The median of those that count, in seconds. */
    public double median() {
      return Median.of(counted);
    }

    /** The shortest of those that count, in seconds. */
    public double shortest() {
      return Arrays.stream(counted).min().orElseThrow();
    }
  }

  /** Runs and times a step. */
  public Times time(Runnable step) {
    double[] warmup = new double[1024];
    long before = System.nanoTime();
    step.run();
    long now = System.nanoTime();
    long firstStepEnd = System.currentTimeMillis();
    warmup[0] = (now - before) / 1e9;
    int count = 1;
    long end = now + (long) (warmupSeconds * 1e9);
    while (count < FEWEST || now < end) {
      before = now;
      step.run();
      now = System.nanoTime();
      if (count == warmup.length) {
        warmup = Arrays.copyOf(warmup, 2 * count);
      }
      warmup[count++] = (now - before) / 1e9;
    }
    warmup = Arrays.copyOf(warmup, count);
    double[] counted = new double[room(warmup)];
    long reading = Long.MAX_VALUE;
    for (int i = 0; i < READINGS; i++) {
      AllocatedBytes.Reading empty = AllocatedBytes.ofAllThreads();
      reading = Math.min(reading, empty.until(AllocatedBytes.ofAllThreads()));
    }
    double least = Double.POSITIVE_INFINITY;
    int steps = 0;
    for (int window = 0; window < WINDOWS; window++) {
      AllocatedBytes.Reading start = AllocatedBytes.ofAllThreads();
      int until = count(step, counted, steps);
      long allocated = start.until(AllocatedBytes.ofAllThreads()) - reading;
      least = Math.min(least, (double) Math.max(0, allocated) / (until - steps));
      steps = until;
    }
    return new Times(firstStepEnd, warmup, Arrays.copyOf(counted, steps), least);
  }

  /** Twice the number of steps that would fit if all were as fast as the fastest so far. */
  private int room(double[] warmup) {
    double fastest = Math.max(1e-7, Arrays.stream(warmup).min().orElseThrow());
    return (int) Math.min(MOST, FEWEST + 2 * seconds / fastest);
  }

  /** Times a window of steps, and says how many there are with those counted before. */
  private int count(Runnable step, double[] counted, int before) {
    int count = before;
    long now = System.nanoTime();
    long end = now + (long) (seconds / WINDOWS * 1e9);
    // Each window that is still to come has room for a step.
    int most = counted.length - WINDOWS;
    while (count == before || (count < most && now < end)) {
      long start = now;
      step.run();
      now = System.nanoTime();
      counted[count++] = (now - start) / 1e9;
    }
    return count;
  }
}

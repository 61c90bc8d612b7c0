package io.deltarule.benchmarks.measure;

import io.deltarule.benchmarks.allocation.AllocatedBytes;
import java.util.Arrays;

/**
 * Times a training step over and over: the first one, then some to warm up, then those that count.
 * While those run, this class allocates nothing.
 *
 * @param warmupSeconds how long to warm up
 * @param seconds how long to count
 */
public record StepClock(double warmupSeconds, double seconds) {
  private static final int FEWEST = 3;
  private static final int MOST = 1 << 22;

  /**
   * What was timed.
   *
   * @param firstStepEnd when the first step had ended, in milliseconds since 1970
   * @param warmup the seconds of the first step and of each that warmed up
   * @param counted the seconds of each that counts
   * @param allocatedBytes what all threads allocated on the heap during those that count
   */
  public record Times(long firstStepEnd, double[] warmup, double[] counted, long allocatedBytes) {
    /** The median of those that count, in seconds. */
    public double median() {
      return Median.of(counted);
    }

    /** The shortest of those that count, in seconds. */
    public double shortest() {
      return Arrays.stream(counted).min().orElseThrow();
    }

    /** Bytes of heap for each step that counts. */
    public double allocatedBytesPerStep() {
      return (double) allocatedBytes / counted.length;
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
    AllocatedBytes.ofAllThreads(); // Loads its classes.
    AllocatedBytes.Reading empty = AllocatedBytes.ofAllThreads();
    AllocatedBytes.Reading start = AllocatedBytes.ofAllThreads();
    int steps = count(step, counted);
    long allocated = start.until(AllocatedBytes.ofAllThreads()) - empty.until(start);
    return new Times(firstStepEnd, warmup, Arrays.copyOf(counted, steps), Math.max(0, allocated));
  }

  /** Twice the number of steps that would fit if all were as fast as the fastest so far. */
  private int room(double[] warmup) {
    double fastest = Math.max(1e-7, Arrays.stream(warmup).min().orElseThrow());
    return (int) Math.min(MOST, FEWEST + 2 * seconds / fastest);
  }

  private int count(Runnable step, double[] counted) {
    int count = 0;
    long now = System.nanoTime();
    long end = now + (long) (seconds * 1e9);
    while (count < counted.length && (count < FEWEST || now < end)) {
      long before = now;
      step.run();
      now = System.nanoTime();
      counted[count++] = (now - before) / 1e9;
    }
    return count;
  }
}

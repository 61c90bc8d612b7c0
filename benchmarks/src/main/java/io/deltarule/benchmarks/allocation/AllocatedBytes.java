package io.deltarule.benchmarks.allocation;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * The bytes that threads have allocated on the heap so far. HotSpot counts them exactly, thread by
 * thread, garbage collected or not.
 */
public final class AllocatedBytes {
  private static final int WINDOWS = 5;

  private AllocatedBytes() {}

  /** By the calling thread alone. */
  public static long ofCurrentThread() {
    return bean().getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  /** By all threads that live now, workers included. */
  public static long ofAllThreads() {
    ThreadMXBean bean = bean();
    long sum = 0;
    for (long bytes : bean.getThreadAllocatedBytes(bean.getAllThreadIds())) {
      // A thread that ended since it was listed counts as -1.
      sum += Math.max(0, bytes);
    }
    return sum;
  }

  /**
   * What one run allocates on all threads: the least of some windows, less what reading the counter
   * costs. What the JIT moves on and off the stack while it replaces code shows in some windows;
   * what a run itself allocates shows in each.
   *
   * @param work run {@code runs} times in each window
   */
  public static double perRun(Runnable work, int runs) {
    long reading = Long.MAX_VALUE;
    for (int i = 0; i < WINDOWS; i++) {
      reading = Math.min(reading, -ofAllThreads() + ofAllThreads());
    }
    long least = Long.MAX_VALUE;
    for (int window = 0; window < WINDOWS && least > 0; window++) {
      long before = ofAllThreads();
      for (int i = 0; i < runs; i++) {
        work.run();
      }
      least = Math.min(least, ofAllThreads() - before - reading);
    }
    return (double) Math.max(0, least) / runs;
  }

  private static ThreadMXBean bean() {
    if (ManagementFactory.getThreadMXBean() instanceof ThreadMXBean bean
        && bean.isThreadAllocatedMemoryEnabled()) {
      return bean;
    }
    throw new IllegalStateException(
        "this Java virtual machine does not count what threads allocate; run on HotSpot");
  }
}

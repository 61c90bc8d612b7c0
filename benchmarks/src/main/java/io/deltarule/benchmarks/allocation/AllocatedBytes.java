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

  /** What each thread that lives now, workers included, has allocated so far. */
  public static Reading ofAllThreads() {
    ThreadMXBean bean = bean();
    long[] threads = bean.getAllThreadIds();
    return new Reading(threads, bean.getThreadAllocatedBytes(threads));
  }

  /**
   * The counters of all threads at one time. Kept apart by thread: those of a thread that ends are
   * gone, and a sum of all would fall by what it ever allocated.
   */
  public static final class Reading {
    private final long[] threads;
    private final long[] bytes;

    private Reading(long[] threads, long[] bytes) {
      this.threads = threads;
      this.bytes = bytes;
    }

    /** What the threads that live at a later reading have allocated from this one to that. */
    public long until(Reading later) {
      long sum = 0;
      for (int i = 0; i < later.threads.length; i++) {
        // A thread that ended while it was read counts as -1.
        if (later.bytes[i] >= 0) {
          sum += later.bytes[i] - before(later.threads[i]);
        }
      }
      return sum;
    }

    private long before(long thread) {
      for (int i = 0; i < threads.length; i++) {
        if (threads[i] == thread) {
          return Math.max(0, bytes[i]);
        }
      }
      return 0;
    }
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
      reading = Math.min(reading, ofAllThreads().until(ofAllThreads()));
    }
    long least = Long.MAX_VALUE;
    for (int window = 0; window < WINDOWS && least > 0; window++) {
      Reading before = ofAllThreads();
      for (int i = 0; i < runs; i++) {
        work.run();
      }
      least = Math.min(least, before.until(ofAllThreads()) - reading);
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

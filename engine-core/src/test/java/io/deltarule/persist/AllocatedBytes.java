package io.deltarule.persist;

import java.lang.reflect.Method;

/**
 * The bytes that threads have allocated, from HotSpot's thread bean. Called by reflection: the
 * engine's module doesn't read jdk.management, and its tests are compiled as part of it.
 */
public final class AllocatedBytes {
  private AllocatedBytes() {}

  /** The bytes that the calling thread has allocated so far. */
  public static long ofCurrentThread() {
    return of(Thread.currentThread());
  }

  /** The bytes that a thread has allocated so far. */
  public static long of(Thread thread) {
    try {
      Object bean =
          Class.forName("java.lang.management.ManagementFactory")
              .getMethod("getThreadMXBean")
              .invoke(null);
      Method allocated =
          Class.forName("com.sun.management.ThreadMXBean")
              .getMethod("getThreadAllocatedBytes", long.class);
      return (long) allocated.invoke(bean, thread.getId());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("this Java virtual machine doesn't count allocated bytes", e);
    }
  }

  /** Work that may throw. */
  @FunctionalInterface
  public interface Work {
    /** Does it once. */
    void run() throws InterruptedException;
  }

  /**
   * The least that a thread allocates while some work is done over and over. Single repetitions can
   * cost it a few hundred bytes when the compiler replaces code under it (none with -Xint); what
   * the work itself allocates is there in every one.
   *
   * @param work done by the calling thread, ten times
   */
  public static long leastOf(Thread thread, Work work) throws InterruptedException {
    long reading = Long.MAX_VALUE; // what reading the counter costs the calling thread
    for (int i = 0; i < 10; i++) {
      long before = of(thread);
      reading = Math.min(reading, of(thread) - before);
    }
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 10; i++) {
      long before = of(thread);
      work.run();
      least = Math.min(least, of(thread) - before - reading);
    }
    return least;
  }
}

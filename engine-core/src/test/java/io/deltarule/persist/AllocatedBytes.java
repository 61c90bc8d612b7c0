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
}

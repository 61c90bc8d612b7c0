package io.deltarule.parity.leak;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.TimeUnit;

/**
 * The threads of the program that are alive: not those of the Java virtual machine, which are in
 * the root group, nor those of the common pool, which live as long as it does.
 */
final class LiveThreads {
  private LiveThreads() {}

  static Set<Thread> now() {
    ThreadGroup program = program();
    Thread[] found = new Thread[program.activeCount() + 16];
    int count = program.enumerate(found, true);
    while (count == found.length) {
      found = new Thread[2 * found.length];
      count = program.enumerate(found, true);
    }
    Set<Thread> threads = new HashSet<>();
    for (int i = 0; i < count; i++) {
      if (!(found[i] instanceof ForkJoinWorkerThread worker
          && worker.getPool() == ForkJoinPool.commonPool())) {
        threads.add(found[i]);
      }
    }
    return threads;
  }

  /** The group below the root that the current thread belongs to. */
  private static ThreadGroup program() {
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    while (group.getParent() != null && group.getParent().getParent() != null) {
      group = group.getParent();
    }
    return group;
  }

  /** Those of some threads that do not end within some time. */
  static Set<Thread> staying(Set<Thread> threads, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    Set<Thread> staying = new HashSet<>();
    for (Thread thread : threads) {
      if (!endsBefore(deadline, thread)) {
        staying.add(thread);
      }
    }
    return staying;
  }

  private static boolean endsBefore(long deadline, Thread thread) {
    long left = Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()));
    try {
      thread.join(left);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return !thread.isAlive();
  }
}

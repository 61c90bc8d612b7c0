package io.deltarule.benchmarks.ceiling;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that do the same thing at once, and the time that it takes until the last is done. */
final class Team implements AutoCloseable {
  private final int size;
  private final ExecutorService threads;

  /**
   * Starts the threads.
   *
   * @throws IllegalArgumentException if there is not one or more
   */
  Team(int size) {
    this.size = requireThreads(size);
    threads =
        Executors.newFixedThreadPool(
            size,
            task -> {
              Thread thread = new Thread(task, "deltarule-probe");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** The number, if it is one of threads. */
  static int requireThreads(int number) {
    if (number < 1) {
      throw new IllegalArgumentException("a probe's threads must be 1 or more, got " + number);
    }
    return number;
  }

  /** What one member does, by its number from 0. */
  @FunctionalInterface
  interface Part {
    void run(int member);
  }

  /**
   * Lets every member run its part once.
   *
   * @return seconds from the start of the first to the end of the last
   * @throws IllegalStateException caused by the exception of a member
   */
  double seconds(Part part) {
    AtomicInteger waiting = new AtomicInteger(size);
    List<Future<long[]>> spans = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      int member = i;
      spans.add(threads.submit(() -> span(waiting, part, member)));
    }
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    for (Future<long[]> span : spans) {
      long[] times = result(span);
      first = Math.min(first, times[0]);
      last = Math.max(last, times[1]);
    }
    return Math.max(1, last - first) / 1e9;
  }

  /**
   * Waits awake for the others, as one that sleeps would start late, and then runs. Where there are
   * more threads than processors, those that wait let the others come.
   */
  @SuppressWarnings("ThreadPriorityCheck")
  private static long[] span(AtomicInteger waiting, Part part, int member) {
    waiting.decrementAndGet();
    while (waiting.get() > 0) {
      Thread.yield();
    }
    long start = System.nanoTime();
    part.run(member);
    return new long[] {start, System.nanoTime()};
  }

  private static long[] result(Future<long[]> span) {
    try {
      return span.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException("a probe of the machine failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("a probe of the machine was interrupted", e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}

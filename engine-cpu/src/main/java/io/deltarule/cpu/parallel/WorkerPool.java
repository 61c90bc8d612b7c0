package io.deltarule.cpu.parallel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A fixed set of threads, the caller among them, that work through the parts of one task at a time.
 *
 * <p>Waiting workers spin for some tens of microseconds before they park: the layers of a small
 * network follow each other faster than the operating system wakes a thread. Dispatch allocates
 * nothing. One thread at a time calls {@link #run}.
 */
public final class WorkerPool implements AutoCloseable {
  private static final int SPINS = 20_000;
  private static final VarHandle GENERATION;

  static {
    try {
      GENERATION = MethodHandles.lookup().findVarHandle(WorkerPool.class, "generation", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Worker[] workers;
  private final AtomicInteger nextPart = new AtomicInteger();
  private final AtomicInteger busy = new AtomicInteger();

  // Written before, and read after, the generation that publishes them.
  private ParallelTask task;
  private int parts;
  private boolean closing;
  private volatile Throwable failure;

  @SuppressWarnings("unused") // by GENERATION
  private volatile long generation;

  /**
   * A pool.
   *
   * @param threads the number of threads that work, the caller included; 1 runs everything inline
   */
  public WorkerPool(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("worker pool: threads must be 1 or more, got " + threads);
    }
    workers = new Worker[threads - 1];
    for (int i = 0; i < workers.length; i++) {
      workers[i] = new Worker(i + 1);
      workers[i].start();
    }
  }

  /** The number of threads that work, the caller included. */
  public int threads() {
    return workers.length + 1;
  }

  /**
   * Runs all parts of a task and returns when they are done. What they wrote is then visible.
   *
   * @throws RuntimeException or Error: the first one that a part threw, after all parts have ended
   */
  public void run(ParallelTask work, int count) {
    if (count <= 1 || workers.length == 0) {
      for (int part = 0; part < count; part++) {
        work.run(part);
      }
      return;
    }
    task = work;
    parts = count;
    failure = null;
    nextPart.set(0);
    busy.set(workers.length);
    GENERATION.setVolatile(this, generation + 1);
    for (Worker worker : workers) {
      if (worker.parked) {
        LockSupport.unpark(worker);
      }
    }
    takeParts();
    while (busy.get() != 0) {
      Thread.onSpinWait();
    }
    task = null;
    rethrow();
  }

  private void rethrow() {
    Throwable thrown = failure;
    if (thrown instanceof RuntimeException e) {
      throw e;
    }
    if (thrown instanceof Error e) {
      throw e;
    }
  }

  private void takeParts() {
    ParallelTask work = task;
    int count = parts;
    try {
      for (int part = nextPart.getAndIncrement(); part < count; part = nextPart.getAndIncrement()) {
        work.run(part);
      }
    } catch (RuntimeException | Error e) {
      failure = e;
      nextPart.set(count);
    }
  }

  /** Ends the threads and waits for them. */
  @Override
  public void close() {
    if (closing) {
      return;
    }
    closing = true;
    GENERATION.setVolatile(this, generation + 1);
    boolean interrupted = false;
    for (Worker worker : workers) {
      LockSupport.unpark(worker);
      while (worker.isAlive()) {
        try {
          worker.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Worker extends Thread {
    private volatile boolean parked;

    Worker(int number) {
      super("deltarule-worker-" + number);
      setDaemon(true);
    }

    @Override
    public void run() {
      long seen = 0;
      while (true) {
        seen = await(seen);
        if (closing) {
          return;
        }
        takeParts();
        busy.decrementAndGet();
      }
    }

    /** Spins, then parks, until there is a new generation. */
    private long await(long seen) {
      for (int spin = 0; spin < SPINS; spin++) {
        if (generation != seen) {
          return generation;
        }
        Thread.onSpinWait();
      }
      parked = true;
      while (generation == seen) {
        LockSupport.park(WorkerPool.this);
      }
      parked = false;
      return generation;
    }
  }
}

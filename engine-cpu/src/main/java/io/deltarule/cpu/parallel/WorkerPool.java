package io.deltarule.cpu.parallel;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A fixed set of threads, the caller among them, that work through the parts of one task at a time.
 *
 * <p>Waiting workers spin for some tens of microseconds before they park: the layers of a small
 * network follow each other faster than the operating system wakes a thread. The caller waits for
 * parts, not for threads: a worker that the operating system does not run, because the machine is
 * busy with other things, takes no part and delays nobody. Dispatch allocates nothing. One thread
 * at a time calls {@link #run}.
 */
public final class WorkerPool implements AutoCloseable {
  private static final int SPINS = 20_000;

  /** The lower half of a ticket between two runs: no task has so many parts. */
  private static final long SHUT = Integer.MAX_VALUE;

  private final Worker[] workers;

  /**
   * The number of the run in the upper half, the next part to be taken in the lower. Task and
   * number of parts are written before it and read between reading it and advancing it: if it could
   * be advanced, they belong to its run, because a run ends only when all its parts are done.
   */
  private final AtomicLong ticket = new AtomicLong();

  private volatile ParallelTask task;
  private volatile int parts;

  private final AtomicInteger done = new AtomicInteger();
  private volatile Throwable failure;
  private volatile boolean closing;

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
   * Which of the pool's threads this is: 0 for the caller of {@link #run}, then 1 to threads - 1.
   * Parts of a task use it to find memory of their thread's own.
   */
  public int worker() {
    return Thread.currentThread() instanceof Worker worker && worker.pool() == this
        ? worker.number
        : 0;
  }

  /**
   * Runs all parts of a task and returns when they are done. What they wrote is then visible.
   *
   * @throws RuntimeException or Error: one that a part threw, after all parts have ended; parts
   *     that had not begun then are left out
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
    done.set(0);
    long run = ((ticket.get() >>> 32) + 1) << 32;
    ticket.set(run);
    for (Worker worker : workers) {
      if (worker.parked) {
        LockSupport.unpark(worker);
      }
    }
    takeParts();
    awaitParts(count);
    ticket.set(run | SHUT);
    task = null;
    rethrow();
  }

  @SuppressWarnings("ThreadPriorityCheck") // the part awaited may be waiting for this processor
  private void awaitParts(int count) {
    for (int spins = 0; done.get() < count; spins++) {
      if (spins < SPINS) {
        Thread.onSpinWait();
      } else {
        Thread.yield();
      }
    }
  }

  private void rethrow() {
    Throwable thrown = failure;
    if (thrown instanceof RuntimeException e) {
      throw e;
    }
    if (thrown instanceof Error e) {
      throw e;
    }
    if (thrown != null) {
      throw new IllegalStateException("worker pool: a part of a task failed", thrown);
    }
  }

  private void takeParts() {
    while (true) {
      long current = ticket.get();
      ParallelTask work = task;
      int part = (int) current;
      if (part >= parts || work == null) {
        return;
      }
      if (ticket.compareAndSet(current, current + 1)) {
        runPart(work, part);
      }
    }
  }

  private void runPart(ParallelTask work, int part) {
    try {
      if (failure == null) {
        work.run(part);
      }
    } catch (
        Throwable e) { // a part compiled by other means may throw anything; workers must live on
      failure = e;
    } finally {
      done.incrementAndGet();
    }
  }

  /** Ends the threads and waits for them. */
  @Override
  public void close() {
    if (closing) {
      return;
    }
    closing = true;
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
    private final int number;
    private volatile boolean parked;

    Worker(int number) {
      super("deltarule-worker-" + number);
      this.number = number;
      setDaemon(true);
    }

    private WorkerPool pool() {
      return WorkerPool.this;
    }

    @Override
    public void run() {
      long seen = 0;
      while (!closing) {
        seen = awaitRunAfter(seen);
        takeParts();
      }
    }

    /** Spins, then parks, until there is a new run or the pool closes; gives the run's number. */
    private long awaitRunAfter(long seen) {
      for (int spin = 0; spin < SPINS; spin++) {
        if (ticket.get() >>> 32 != seen || closing) {
          return ticket.get() >>> 32;
        }
        Thread.onSpinWait();
      }
      parked = true;
      while (ticket.get() >>> 32 == seen && !closing) {
        LockSupport.park(WorkerPool.this);
      }
      parked = false;
      return ticket.get() >>> 32;
    }
  }
}

package io.deltarule.data;

import java.util.Objects;

/**
 * Prepares the next batches on a thread of its own while the current one is trained on. The batches
 * are those of the source in order, whatever the timing; once running, it allocates nothing.
 *
 * <p>The buffers form a ring: the thread fills the slots after those that wait to be taken, the
 * consumer holds one. A batch is valid until the next call of {@link #next}. One thread consumes.
 *
 * <p>Waiting uses the object's own monitor: unlike the queues of java.util.concurrent it allocates
 * no node for a waiting thread.
 */
public final class Prefetcher implements AutoCloseable {
  private final BatchSource source;
  private final Batch[] ring;
  private final long endStep;
  private final Thread thread;

  // Steps below `produced` are filled, steps below `released` may be overwritten. Guarded by this.
  private long produced;
  private long released;
  private long taken;
  private boolean closed;
  private Throwable failure;

  /**
   * Starts to prefetch steps {@code firstStep} to {@code endStep - 1}. Step s is batch {@code s %
   * batchesPerEpoch} of epoch {@code s / batchesPerEpoch}.
   *
   * @param firstStep the first step, 0 or where a resumed run goes on
   * @param endStep the step after the last
   * @param buffers slots of the ring, at least 2: one is held by the consumer
   * @throws IllegalArgumentException if the steps or the number of buffers make no sense
   */
  public Prefetcher(BatchSource source, long firstStep, long endStep, int buffers) {
    this.source = Objects.requireNonNull(source, "source");
    if (firstStep < 0 || endStep < firstStep) {
      throw new IllegalArgumentException(
          "Prefetcher: steps " + firstStep + " to " + endStep + " must be 0 or more and in order");
    }
    if (endStep / source.batchesPerEpoch() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "Prefetcher: step " + endStep + " lies beyond the last epoch that an int can count");
    }
    if (buffers < 2) {
      throw new IllegalArgumentException(
          "Prefetcher: needs at least 2 buffers, one of them held by the consumer, got " + buffers);
    }
    this.endStep = endStep;
    this.produced = firstStep;
    this.released = firstStep;
    this.taken = firstStep;
    this.ring = new Batch[buffers];
    for (int i = 0; i < buffers; i++) {
      ring[i] = source.newBatch();
    }
    this.thread = new Thread(this::produce, "deltarule-prefetch");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * The next batch, or null after the last. Waits until it is ready. The batch returned before is
   * given back to be overwritten.
   *
   * @throws IllegalStateException if this prefetcher is closed, or reading this batch failed: the
   *     cause is what the source threw
   * @throws InterruptedException if the thread is interrupted while waiting; calling again goes on
   *     where it stopped
   */
  public synchronized Batch next() throws InterruptedException {
    released = taken;
    notifyAll();
    if (taken == endStep) {
      return null;
    }
    while (taken == produced && failure == null && !closed) {
      wait();
    }
    if (closed) {
      throw new IllegalStateException("Prefetcher: is closed");
    }
    if (taken == produced) {
      throw new IllegalStateException(
          "Prefetcher: reading batch "
              + taken % source.batchesPerEpoch()
              + " of epoch "
              + taken / source.batchesPerEpoch()
              + " failed: "
              + failure,
          failure);
    }
    return ring[slot(taken++)];
  }

  private int slot(long step) {
    return (int) (step % ring.length);
  }

  private void produce() {
    try {
      BatchSource.Reader reader = source.newReader();
      int perEpoch = source.batchesPerEpoch();
      for (long step = claimSlot(); step >= 0; step = claimSlot()) {
        reader.read((int) (step / perEpoch), (int) (step % perEpoch), ring[slot(step)]);
        publish();
      }
    } catch (InterruptedException e) {
      // Only close() interrupts this thread; it has already said so.
      fail(e);
    } catch (Throwable e) {
      fail(e);
    }
  }

  /** Waits for a free slot; returns its step, or -1 when there is nothing more to do. */
  private synchronized long claimSlot() throws InterruptedException {
    while (!closed && produced < endStep && produced - released >= ring.length) {
      wait();
    }
    return closed || produced == endStep ? -1 : produced;
  }

  private synchronized void publish() {
    produced++;
    notifyAll();
  }

  private synchronized void fail(Throwable cause) {
    failure = cause;
    notifyAll();
  }

  /**
   * Stops the thread and waits until it is gone. Batches must not be used any more. Closing again
   * does nothing. If the calling thread is interrupted meanwhile, it stays so.
   */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    thread.interrupt();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

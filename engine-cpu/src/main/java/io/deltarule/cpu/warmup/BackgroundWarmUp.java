package io.deltarule.cpu.warmup;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Warms vector code up on a thread of its own, piece by piece, in the order in which they have
 * become worth it. The thread lives while there is something to warm up.
 */
public final class BackgroundWarmUp implements WarmUp, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BackgroundWarmUp.class);

  private final Queue<WarmedForm<?>> queue = new ArrayDeque<>();
  private final List<String> givenUp = new ArrayList<>();
  private final int mostTurns;
  private Thread thread;
  private volatile boolean closed;

  public BackgroundWarmUp() {
    this(Exercises.MOST_TURNS);
  }

  BackgroundWarmUp(int mostTurns) {
    this.mostTurns = mostTurns;
  }

  @Override
  public <T> Form<T> form(Piece<T> piece) {
    return new WarmedForm<>(this, piece);
  }

  /** Puts a piece in the queue; does nothing once closed. */
  @SuppressWarnings("ThreadPriorityCheck") // a hint, on which nothing relies
  synchronized void add(WarmedForm<?> form) {
    if (closed) {
      return;
    }
    queue.add(form);
    if (thread == null) {
      thread = new Thread(this::work, "deltarule-warm-up");
      thread.setDaemon(true);
      thread.setPriority(Thread.MIN_PRIORITY);
      thread.start();
    }
  }

  private void work() {
    Exercises exercises = new Exercises(allocatedBytes(), () -> closed, mostTurns);
    for (WarmedForm<?> form = take(); form != null; form = take()) {
      long start = System.nanoTime();
      try {
        boolean compiled = form.warm(exercises);
        long micros = (System.nanoTime() - start) / 1000;
        if (compiled) {
          LOG.debug("cpu: {}: vector code after {} us", form, micros);
        } else if (!closed) {
          giveUp(form);
          LOG.atLevel(givenUp().size() == 1 ? Level.WARN : Level.DEBUG)
              .log(
                  "cpu: {} stay in plain Java, which is slower: this JVM leaves their vectors in"
                      + " objects. Java 17 does so now and then, unless it is started with"
                      + " -XX:+UnlockDiagnosticVMOptions -XX:+IncrementalInlineForceCleanup",
                  form);
        }
      } catch (InterruptedException | RuntimeException | Error e) {
        // Nobody waits for this thread, and the stand-in gives the same results.
        giveUp(form);
        LOG.warn("cpu: {} stay in plain Java, which is slower", form, e);
      }
    }
  }

  /**
   * What the current thread has allocated. Where the virtual machine can't tell, it never seems to
   * allocate: vector code then runs early, as it does without a warm-up.
   */
  private static LongSupplier allocatedBytes() {
    if (ManagementFactory.getThreadMXBean() instanceof ThreadMXBean bean
        && bean.isThreadAllocatedMemorySupported()) {
      long self = Thread.currentThread().getId();
      return () -> bean.getThreadAllocatedBytes(self);
    }
    return () -> 0;
  }

  /** The next piece, or null, and then the thread ends. */
  private synchronized WarmedForm<?> take() {
    WarmedForm<?> form = closed ? null : queue.poll();
    if (form == null) {
      thread = null;
      notifyAll();
    }
    return form;
  }

  /**
   * Waits until nothing is left to warm up of what has run so far.
   *
   * @throws InterruptedException if the current thread is interrupted meanwhile
   */
  public synchronized void await() throws InterruptedException {
    while (thread != null) {
      wait();
    }
  }

  private synchronized void giveUp(WarmedForm<?> form) {
    givenUp.add(form.toString());
  }

  /** What stays in plain Java, of all that has been warmed up so far. */
  public synchronized List<String> givenUp() {
    return List.copyOf(givenUp);
  }

  /** Ends the thread and waits for it: some milliseconds. */
  @Override
  public void close() {
    Thread running;
    synchronized (this) {
      closed = true;
      queue.clear();
      running = thread;
    }
    boolean interrupted = false;
    while (running != null && running.isAlive()) {
      try {
        running.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

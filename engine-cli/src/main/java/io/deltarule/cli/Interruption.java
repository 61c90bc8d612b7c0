package io.deltarule.cli;

import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;

/**
 * Ctrl-C (or a polite kill) during work that must be saved: asks the work to stop, and holds the
 * process until this is closed. The virtual machine then ends it with 128 + the signal's number.
 */
final class Interruption implements AutoCloseable {
  private final PrintWriter err;
  private final CountDownLatch finished = new CountDownLatch(1);
  private final Thread hook = new Thread(this::askAndWait, "deltarule-interruption");
  private volatile boolean requested;

  private Interruption(PrintWriter err) {
    this.err = err;
  }

  /** Watches from now on until it is closed. */
  static Interruption watch(PrintWriter err) {
    Interruption interruption = new Interruption(err);
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  /** True if the work should end. */
  boolean isRequested() {
    return requested;
  }

  private void askAndWait() {
    requested = true;
    err.println();
    err.println("interrupted: finishing the current step and saving");
    err.flush();
    try {
      finished.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Says that everything is saved. */
  @Override
  public void close() {
    finished.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending already, and the hook with it.
      return;
    }
  }
}

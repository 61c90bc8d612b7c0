package io.deltarule.parity.leak;

import io.deltarule.backend.Kernel;

/** A kernel that is in a book until it is closed. */
final class TrackedKernel implements Kernel {
  private final Kernel kernel;
  private final Book book;

  TrackedKernel(Kernel kernel, String what, Book book) {
    this.kernel = kernel;
    this.book = book;
    book.opened(this, what);
  }

  /** The kernel as its backend made it. */
  Kernel kernel() {
    return kernel;
  }

  @Override
  public void run() {
    kernel.run();
  }

  @Override
  public void close() {
    kernel.close();
    book.closed(this);
  }
}

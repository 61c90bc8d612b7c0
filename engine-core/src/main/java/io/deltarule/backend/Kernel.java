package io.deltarule.backend;

/** An operation bound to its operands. Running it allocates nothing. */
@FunctionalInterface
public interface Kernel extends AutoCloseable {
  /** Computes the outputs from the inputs' present contents, or enqueues that in order. */
  void run();

  /** Frees what the kernel holds; most hold nothing. */
  @Override
  default void close() {}
}

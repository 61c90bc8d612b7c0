package io.deltarule.cpu.warmup;

/**
 * Vector code that plain Java can stand in for: both give the same bits.
 *
 * @param <T> what computes
 */
public interface Piece<T> {
  /** The form in plain Java; asked for once. */
  T standIn();

  /** The form over the Vector API; asked for once, by the thread that warms it up. */
  T vector();

  /**
   * Something that runs the vector form on arrays of its own, again and again, until the JIT has
   * compiled it. Each turn takes every way through the form that its users take: the JIT leaves out
   * what it has not seen, and has to start over when it is taken. A turn allocates nothing itself,
   * and is short, some hundred calls at most.
   */
  Runnable exercise(T vector);
}

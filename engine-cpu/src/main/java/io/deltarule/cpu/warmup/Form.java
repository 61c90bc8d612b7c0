package io.deltarule.cpu.warmup;

/**
 * A computation that exists in several forms, which all give the same bits. What runs it asks for
 * the present one before each run, and keeps to it until the run has ended.
 *
 * @param <T> what computes
 */
@FunctionalInterface
public interface Form<T> {
  /**
   * The form for the next run.
   *
   * @param work the operations on single numbers that the run takes, roughly: what has run much is
   *     worth a better form
   */
  T next(long work);

  /** The present form, for other things than a run. */
  default T now() {
    return next(0);
  }

  /** The only form of a computation. */
  static <T> Form<T> of(T only) {
    return work -> only;
  }
}

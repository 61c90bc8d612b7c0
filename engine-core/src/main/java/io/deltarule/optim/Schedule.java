package io.deltarule.optim;

/** The learning rate of every step. */
@FunctionalInterface
public interface Schedule {
  /**
   * The learning rate.
   *
   * @param step the number of updates done so far, from 0
   */
  double learningRate(long step);

  /** Tells the schedule a figure to be made small, after each epoch; most schedules don't care. */
  default void observe(double figure) {}
}

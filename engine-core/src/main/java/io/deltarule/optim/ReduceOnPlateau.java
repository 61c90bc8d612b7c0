package io.deltarule.optim;

/**
 * Lowers the learning rate when a figure stops falling: PyTorch's ReduceLROnPlateau with mode min,
 * a relative threshold of 1e-4 and no cool-down. A figure that is NaN counts as no improvement.
 */
public final class ReduceOnPlateau implements Schedule {
  private static final double THRESHOLD = 1e-4;

  private final double factor;
  private final int patience;
  private double rate;
  private double best = Double.POSITIVE_INFINITY;
  private int epochsWithout;

  /**
   * A schedule.
   *
   * @param rate the first learning rate
   * @param factor what it is multiplied by, between 0 and 1
   * @param patience the number of epochs without improvement that are tolerated
   */
  public ReduceOnPlateau(double rate, double factor, int patience) {
    Schedules.requireRate("reduceOnPlateau", rate);
    if (!(factor > 0 && factor < 1) || patience < 0) {
      throw new IllegalArgumentException(
          "schedule reduceOnPlateau: factor must lie between 0 and 1 and patience be 0 or more, got "
              + factor
              + " and "
              + patience);
    }
    this.rate = rate;
    this.factor = factor;
    this.patience = patience;
  }

  @Override
  public double learningRate(long step) {
    return rate;
  }

  @Override
  public void observe(double figure) {
    if (figure < best * (1 - THRESHOLD) || (best == Double.POSITIVE_INFINITY && figure < best)) {
      best = figure;
      epochsWithout = 0;
    } else {
      epochsWithout++;
    }
    if (epochsWithout > patience) {
      rate *= factor;
      epochsWithout = 0;
    }
  }
}

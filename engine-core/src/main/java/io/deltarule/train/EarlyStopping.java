package io.deltarule.train;

/**
 * Ends a run whose validation loss has stopped falling.
 *
 * @param patience the number of epochs without improvement that are tolerated
 * @param minimumImprovement how much the loss must fall to count
 */
public record EarlyStopping(int patience, double minimumImprovement) {
  public EarlyStopping {
    if (patience < 0 || !(minimumImprovement >= 0)) {
      throw new IllegalArgumentException(
          "early stopping: patience and minimumImprovement must be 0 or more, got "
              + patience
              + " and "
              + minimumImprovement);
    }
  }

  /** Watches one run. */
  final class Watch {
    private double best = Double.POSITIVE_INFINITY;
    private int epochsWithout;

    /** True if the run should end after an epoch with this loss; NaN is no improvement. */
    boolean shouldStop(double loss) {
      if (loss < best - minimumImprovement) {
        best = loss;
        epochsWithout = 0;
      } else {
        epochsWithout++;
      }
      return epochsWithout > patience;
    }
  }
}

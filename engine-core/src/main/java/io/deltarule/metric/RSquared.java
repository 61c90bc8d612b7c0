package io.deltarule.metric;

/**
 * The coefficient of determination, 1 - (sum of squared errors) / (sum of squared deviations of the
 * targets from their mean), over all elements. The deviations are gathered by Welford's method
 * (1962), which does not cancel. NaN if all targets are equal.
 */
public final class RSquared implements Metric {
  private double squaredErrors;
  private double mean;
  private double squaredDeviations;
  private long count;

  public RSquared() {}

  @Override
  public String name() {
    return "R2";
  }

  @Override
  public void reset() {
    squaredErrors = 0;
    mean = 0;
    squaredDeviations = 0;
    count = 0;
  }

  @Override
  public void update(float[] predictions, float[] targets, int rows, int columns) {
    for (int i = 0; i < rows * columns; i++) {
      double error = (double) predictions[i] - targets[i];
      squaredErrors += error * error;
      double deviation = targets[i] - mean;
      count++;
      mean += deviation / count;
      squaredDeviations += deviation * (targets[i] - mean);
    }
  }

  @Override
  public double value() {
    return squaredDeviations > 0 ? 1 - squaredErrors / squaredDeviations : Double.NaN;
  }
}

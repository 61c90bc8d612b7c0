package io.deltarule.metric;

/** The mean of (prediction - target)^2 over all elements. */
public final class MeanSquaredError implements Metric {
  private double sum;
  private long count;

  public MeanSquaredError() {}

  @Override
  public String name() {
    return "mean squared error";
  }

  @Override
  public void reset() {
    sum = 0;
    count = 0;
  }

  @Override
  public void update(float[] predictions, float[] targets, int rows, int columns) {
    for (int i = 0; i < rows * columns; i++) {
      double error = (double) predictions[i] - targets[i];
      sum += error * error;
    }
    count += (long) rows * columns;
  }

  @Override
  public double value() {
    return count == 0 ? Double.NaN : sum / count;
  }
}

package io.deltarule.metric;

/** The mean of |prediction - target| over all elements. */
public final class MeanAbsoluteError implements Metric {
  private double sum;
  private long count;

  public MeanAbsoluteError() {}

  @Override
  public String name() {
    return "mean absolute error";
  }

  @Override
  public void reset() {
    sum = 0;
    count = 0;
  }

  @Override
  public void update(float[] predictions, float[] targets, int rows, int columns) {
    for (int i = 0; i < rows * columns; i++) {
      sum += Math.abs((double) predictions[i] - targets[i]);
    }
    count += (long) rows * columns;
  }

  @Override
  public double value() {
    return count == 0 ? Double.NaN : sum / count;
  }
}

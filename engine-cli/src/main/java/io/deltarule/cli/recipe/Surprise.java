package io.deltarule.cli.recipe;

import io.deltarule.metric.Metric;

/**
 * The mean of {@code -ln p(t)} over the tokens t that came, by the softmax of the logits, and what
 * a figure makes of it.
 */
abstract class Surprise implements Metric {
  private final String unit;
  private double nats;
  private long total;

  /**
   * A figure.
   *
   * @param unit what tokens are called in messages
   */
  Surprise(String unit) {
    this.unit = unit;
  }

  /** The figure for a mean of nats a token. */
  abstract double of(double mean);

  @Override
  public final void reset() {
    nats = 0;
    total = 0;
  }

  @Override
  public final void update(float[] predictions, int[] labels, int rows, int columns) {
    for (int row = 0; row < rows; row++) {
      if (labels[row] < 0 || labels[row] >= columns) {
        throw new IllegalArgumentException(
            name() + ": label " + labels[row] + " is none of " + columns + " " + unit);
      }
      nats += surprise(predictions, row * columns, columns, labels[row]);
    }
    total += rows;
  }

  private static double surprise(float[] logits, int from, int columns, int label) {
    double highest = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < columns; c++) {
      highest = Math.max(highest, logits[from + c]);
    }
    double sum = 0;
    for (int c = 0; c < columns; c++) {
      sum += Math.exp(logits[from + c] - highest);
    }
    return Math.log(sum) + highest - logits[from + label];
  }

  @Override
  public final double value() {
    return total == 0 ? Double.NaN : of(nats / total);
  }
}

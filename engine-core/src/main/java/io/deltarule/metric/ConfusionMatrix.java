package io.deltarule.metric;

import java.util.Arrays;

/**
 * How often each class was taken for each other: counts [right class, predicted class]. Its value
 * is the accuracy.
 */
public final class ConfusionMatrix implements Metric {
  private final int classes;
  private final long[] counts;

  public ConfusionMatrix(int classes) {
    if (classes < 1) {
      throw new IllegalArgumentException(
          "confusion matrix: classes must be 1 or more, got " + classes);
    }
    this.classes = classes;
    this.counts = new long[classes * classes];
  }

  @Override
  public String name() {
    return "confusion matrix";
  }

  @Override
  public void reset() {
    Arrays.fill(counts, 0);
  }

  @Override
  public void update(float[] predictions, int[] labels, int rows, int columns) {
    if (columns != classes) {
      throw new IllegalArgumentException(
          "confusion matrix: made for " + classes + " classes, got " + columns + " scores a row");
    }
    for (int row = 0; row < rows; row++) {
      Metric.requireLabel(this, labels[row], row, classes);
      int best = 0;
      for (int c = 1; c < classes; c++) {
        if (predictions[row * classes + c] > predictions[row * classes + best]) {
          best = c;
        }
      }
      counts[labels[row] * classes + best]++;
    }
  }

  /** How often a class was taken for another, or for itself. */
  public long count(int right, int predicted) {
    return counts[right * classes + predicted];
  }

  /** Of the rows predicted as a class, the share that is of it; NaN if none was. */
  public double precision(int label) {
    long predicted = 0;
    for (int right = 0; right < classes; right++) {
      predicted += count(right, label);
    }
    return predicted == 0 ? Double.NaN : (double) count(label, label) / predicted;
  }

  /** Of the rows of a class, the share that was predicted as it; NaN if there was none. */
  public double recall(int label) {
    long rows = 0;
    for (int predicted = 0; predicted < classes; predicted++) {
      rows += count(label, predicted);
    }
    return rows == 0 ? Double.NaN : (double) count(label, label) / rows;
  }

  @Override
  public double value() {
    long right = 0;
    long total = 0;
    for (int a = 0; a < classes; a++) {
      for (int b = 0; b < classes; b++) {
        total += count(a, b);
        right += a == b ? count(a, b) : 0;
      }
    }
    return total == 0 ? Double.NaN : (double) right / total;
  }
}

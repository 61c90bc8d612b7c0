package io.deltarule.metric;

/**
 * The share of rows whose right class is among the k highest scores. Of equal scores the lower
 * class counts as higher, as in an arg max. A row whose right score is NaN counts as wrong.
 */
public final class TopK implements Metric {
  private final int k;
  private long right;
  private long total;

  /** The share among the k highest; 1 is accuracy. */
  public TopK(int k) {
    if (k < 1) {
      throw new IllegalArgumentException("top-k: k must be 1 or more, got " + k);
    }
    this.k = k;
  }

  /** The share of rows whose highest score is the right class. */
  public static TopK accuracy() {
    return new TopK(1);
  }

  @Override
  public String name() {
    return k == 1 ? "accuracy" : "top-" + k + " accuracy";
  }

  @Override
  public void reset() {
    right = 0;
    total = 0;
  }

  @Override
  public void update(float[] predictions, int[] labels, int rows, int columns) {
    for (int row = 0; row < rows; row++) {
      Metric.requireLabel(this, labels[row], row, columns);
      if (rank(predictions, row * columns, columns, labels[row]) < k) {
        right++;
      }
    }
    total += rows;
  }

  /** The number of classes that come before a class in the order of scores. */
  private static int rank(float[] scores, int from, int classes, int label) {
    float score = scores[from + label];
    int before = 0;
    for (int c = 0; c < classes; c++) {
      // Written so that a NaN on either side puts the other class before.
      boolean after = scores[from + c] < score || (scores[from + c] == score && c >= label);
      if (!after) {
        before++;
      }
    }
    return before;
  }

  @Override
  public double value() {
    return total == 0 ? Double.NaN : (double) right / total;
  }
}

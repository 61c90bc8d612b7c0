package io.deltarule.metric;

/**
 * A figure gathered over the batches of a data set.
 *
 * <p>A metric over class labels implements {@link #update(float[], int[], int, int)}, one over
 * values {@link #update(float[], float[], int, int)}; the other one refuses.
 */
public interface Metric {
  /** The name it prints under. */
  String name();

  /** Forgets everything. */
  void reset();

  /**
   * Adds a batch with class labels.
   *
   * @param predictions scores [rows, columns], row-major
   * @param labels the right class of each row
   * @throws IllegalArgumentException if a label is none of the classes
   */
  default void update(float[] predictions, int[] labels, int rows, int columns) {
    throw new IllegalArgumentException(name() + " is a figure over values, not over class labels");
  }

  /**
   * Adds a batch with target values.
   *
   * @param predictions values [rows, columns], row-major
   * @param targets the right values [rows, columns]
   */
  default void update(float[] predictions, float[] targets, int rows, int columns) {
    throw new IllegalArgumentException(name() + " is a figure over class labels, not over values");
  }

  /** The figure over all batches since the last reset; NaN if there was none. */
  double value();

  /**
   * Requires that a label is one of the classes.
   *
   * @throws IllegalArgumentException if not, naming it and its row
   */
  static void requireLabel(Metric metric, int label, int row, int classes) {
    if (label < 0 || label >= classes) {
      throw new IllegalArgumentException(
          metric.name()
              + ": label "
              + label
              + " at row "
              + row
              + " (from 0) is out of range: "
              + classes
              + " classes have labels 0 to "
              + (classes - 1)
              + "; correct the label, or leave out rows that are to be ignored");
    }
  }
}

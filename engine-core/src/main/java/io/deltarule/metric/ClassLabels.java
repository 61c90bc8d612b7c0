package io.deltarule.metric;

/** What class metrics require of labels. */
final class ClassLabels {
  private ClassLabels() {}

  /**
   * The label of a row.
   *
   * @throws IllegalArgumentException if there is no such class
   */
  static int at(int row, int[] labels, int classes, Metric metric) {
    int label = labels[row];
    if (label < 0 || label >= classes) {
      throw new IllegalArgumentException(
          metric.name()
              + ": label "
              + label
              + " of row "
              + row
              + " is out of range: labels of "
              + classes
              + " classes are 0 to "
              + (classes - 1)
              + "; leave out rows without a class");
    }
    return label;
  }
}

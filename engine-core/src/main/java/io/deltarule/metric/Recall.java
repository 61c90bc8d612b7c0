package io.deltarule.metric;

/** Of the rows of a class, the share that was predicted as it; NaN if there was none. */
public final class Recall implements Metric {
  private final ConfusionMatrix counts;
  private final int label;

  /**
   * The recall of one of several classes.
   *
   * @throws IllegalArgumentException if there is no such class
   */
  public Recall(int label, int classes) {
    this.counts = new ConfusionMatrix(classes);
    this.label = label;
    if (label < 0 || label >= classes) {
      throw new IllegalArgumentException(
          name()
              + ": label "
              + label
              + " is out of range: labels of "
              + classes
              + " classes are 0 to "
              + (classes - 1));
    }
  }

  @Override
  public String name() {
    return "recall";
  }

  @Override
  public void reset() {
    counts.reset();
  }

  @Override
  public void update(float[] predictions, int[] labels, int rows, int columns) {
    counts.update(predictions, labels, rows, columns);
  }

  @Override
  public double value() {
    return counts.recall(label);
  }
}

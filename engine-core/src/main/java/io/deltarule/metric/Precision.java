package io.deltarule.metric;

/** Of the rows predicted as a class, the share that is of it; NaN if none was. */
public final class Precision implements Metric {
  private final ConfusionMatrix counts;
  private final int label;

  /**
   * The precision of one of several classes.
   *
   * @throws IllegalArgumentException if there is no such class
   */
  public Precision(int label, int classes) {
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
    return "precision";
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
    return counts.precision(label);
  }
}

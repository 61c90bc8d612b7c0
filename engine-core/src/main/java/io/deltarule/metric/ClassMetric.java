package io.deltarule.metric;

/** A rate of one of several classes, from the counts of a {@link ConfusionMatrix}. */
public abstract sealed class ClassMetric implements Metric permits Precision, Recall {
  private final String name;
  private final ConfusionMatrix counts;
  private final int label;

  ClassMetric(String name, int label, int classes) {
    this.name = name;
    this.counts = new ConfusionMatrix(classes);
    this.label = label;
    if (label < 0 || label >= classes) {
      throw new IllegalArgumentException(
          name
              + ": label "
              + label
              + " is out of range: labels of "
              + classes
              + " classes are 0 to "
              + (classes - 1));
    }
  }

  abstract double of(ConfusionMatrix counts, int label);

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final void reset() {
    counts.reset();
  }

  @Override
  public final void update(float[] predictions, int[] labels, int rows, int columns) {
    counts.update(predictions, labels, rows, columns);
  }

  @Override
  public final double value() {
    return of(counts, label);
  }
}

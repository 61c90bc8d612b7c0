package io.deltarule.metric;

/** Of the rows predicted as a class, the share that is of it; NaN if none was. */
public final class Precision extends ClassMetric {
  /**
   * The precision of one of several classes.
   *
   * @throws IllegalArgumentException if there is no such class
   */
  public Precision(int label, int classes) {
    super("precision", label, classes);
  }

  @Override
  double of(ConfusionMatrix counts, int label) {
    return counts.precision(label);
  }
}

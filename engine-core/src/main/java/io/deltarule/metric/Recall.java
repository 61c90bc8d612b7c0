package io.deltarule.metric;

/** Of the rows of a class, the share that was predicted as it; NaN if there was none. */
public final class Recall extends ClassMetric {
  /**
   * The recall of one of several classes.
   *
   * @throws IllegalArgumentException if there is no such class
   */
  public Recall(int label, int classes) {
    super("recall", label, classes);
  }

  @Override
  double of(ConfusionMatrix counts, int label) {
    return counts.recall(label);
  }
}

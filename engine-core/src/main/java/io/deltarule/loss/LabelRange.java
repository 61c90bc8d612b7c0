package io.deltarule.loss;

import java.util.OptionalInt;

/**
 * The labels that a loss takes: 0 to {@code classes - 1}, and the one that it ignores.
 *
 * @param classes the number of classes
 * @param ignored a label outside the classes that is allowed too, if any
 */
public record LabelRange(int classes, OptionalInt ignored) {
  /**
   * Checks {@code count} labels; allocates nothing if they are right.
   *
   * @throws IllegalArgumentException if one is out of range, naming it and its place
   */
  public void check(int[] labels, int from, int count) {
    for (int i = 0; i < count; i++) {
      int label = labels[from + i];
      boolean known = label >= 0 && label < classes;
      if (!known && !(ignored.isPresent() && ignored.getAsInt() == label)) {
        throw new IllegalArgumentException(
            "label "
                + label
                + " at position "
                + i
                + " of the batch (from 0) is out of range: the model's "
                + classes
                + " classes have labels 0 to "
                + (classes - 1)
                + (ignored.isPresent() ? ", and " + ignored.getAsInt() + " is ignored" : "")
                + "; correct the label, or widen the model's last layer");
      }
    }
  }
}

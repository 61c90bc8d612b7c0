package io.deltarule.parity.golden;

import io.deltarule.tensor.Tensor;

/**
 * How far a float64 result may be from the recorded one: {@code relative * |expected| + absolute}.
 * NaN is close to nothing, and an infinity only to itself.
 *
 * @param relative the share of the expected value
 * @param absolute what is allowed besides, for results that are differences of larger numbers
 */
public record Closeness(double relative, double absolute) {
  /** Throws unless all numbers are close, naming the first that is not. */
  public void require(String what, Tensor found, Tensor expected) {
    if (!found.shape().equals(expected.shape())) {
      throw new AssertionError(
          what + ": the shape is " + found.shape() + ", recorded " + expected.shape());
    }
    require(what, found.toDoubles(), expected.toDoubles());
  }

  /** Throws unless all numbers are close, naming the first that is not. */
  public void require(String what, double[] found, double[] expected) {
    if (found.length != expected.length) {
      throw new AssertionError(
          what + ": " + found.length + " numbers, recorded " + expected.length);
    }
    for (int i = 0; i < found.length; i++) {
      if (!isClose(found[i], expected[i])) {
        throw new AssertionError(
            what
                + ": number "
                + i
                + " is "
                + found[i]
                + ", recorded "
                + expected[i]
                + ", difference "
                + Math.abs(found[i] - expected[i])
                + ", allowed "
                + this);
      }
    }
  }

  private boolean isClose(double found, double expected) {
    if (Double.isInfinite(expected)) {
      return found == expected;
    }
    return Math.abs(found - expected) <= relative * Math.abs(expected) + absolute;
  }
}

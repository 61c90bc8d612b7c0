package io.deltarule.parity.diagnose;

import io.deltarule.graph.TensorType;

/**
 * How far two backends are apart in one operation that both ran on the same inputs, at the element
 * that is the worst by its bound.
 *
 * @param step the training step, from 0
 * @param index the operation's place in the plan, from 0
 * @param operation its name, such as {@code matmul}
 * @param scope the layer or phase that it belongs to; may be empty
 * @param output which of its outputs
 * @param type that output's element type and shape
 * @param element the row-major index of the worst element; -1 if there are no elements
 * @param left what the left backend has there
 * @param right what the right backend has there
 * @param exact what the float64 reference has there
 * @param allowed how far the two may be apart there
 * @param ratio the difference over what is allowed; infinite if nothing is allowed, or for NaN
 * @param drift how far the outputs are from those of a step which ran on the follower alone,
 *     without being set to the same inputs: the largest difference over the largest element. It
 *     gathers the errors of all operations before and is not judged.
 */
public record Difference(
    int step,
    int index,
    String operation,
    String scope,
    int output,
    TensorType type,
    int element,
    double left,
    double right,
    double exact,
    double allowed,
    double ratio,
    double drift) {
  /** True if the two agree as far as rounding lets them. */
  public boolean isWithinBound() {
    return ratio <= 1;
  }

  /** Their distance at the worst element. */
  public double error() {
    return Double.compare(left, right) == 0 || left == right ? 0 : Math.abs(left - right);
  }

  /** The distance over the exact value; over the smallest normal float32 number if it is 0. */
  public double relativeError() {
    return error() == 0 ? 0 : error() / Math.max(Math.abs(exact), Float.MIN_NORMAL);
  }

  /** The distance in units of the last place that float32 has for the exact value. */
  public double ulps() {
    return error() == 0 ? 0 : error() / Math.ulp((float) exact);
  }

  /** Operation and scope, such as {@code matmul in 'fc1'}. */
  public String describe() {
    return scope.isEmpty() ? operation : operation + " in '" + scope + "'";
  }
}

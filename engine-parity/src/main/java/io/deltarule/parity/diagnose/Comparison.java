package io.deltarule.parity.diagnose;

import io.deltarule.plan.Step;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Tensor;

/** Compares one output of an operation, element by element. */
final class Comparison {
  private final Tensor left;
  private final Tensor right;
  private final OperationJudge judge;
  private final int output;

  /**
   * A comparison of results for the same inputs.
   *
   * @param output which output of the operation they are
   */
  Comparison(Tensor left, Tensor right, OperationJudge judge, int output) {
    this.left = left;
    this.right = right;
    this.judge = judge;
    this.output = output;
  }

  /** The difference at the element with the largest ratio; among equals, the first. */
  Difference worst(int stepNumber, int index, Step step, double drift) {
    Tensor exact = judge.exact().get(output);
    int worst = left.size() == 0 ? -1 : 0;
    double ratio = 0;
    for (int i = 0; i < left.size(); i++) {
      double here = ratio(i);
      if (here > ratio) {
        worst = i;
        ratio = here;
      }
    }
    return new Difference(
        stepNumber,
        index,
        step.op().name(),
        step.scope(),
        output,
        step.outputs().get(output).type(),
        worst,
        worst < 0 ? 0 : left.get(worst),
        worst < 0 ? 0 : right.get(worst),
        worst < 0 ? 0 : exact.get(worst),
        worst < 0 ? 0 : allowed(worst),
        ratio,
        drift);
  }

  private double allowed(int element) {
    return left.dtype().isFloating()
        ? judge.allowed(output, element, left.dtype(), right.dtype())
        : 0;
  }

  private double ratio(int element) {
    double l = left.get(element);
    double r = right.get(element);
    if (l == r || Double.compare(l, r) == 0 || agreeAsFloats(l, r)) {
      return 0;
    }
    double ratio = Math.abs(l - r) / allowed(element);
    return Double.isNaN(ratio) ? Double.POSITIVE_INFINITY : ratio;
  }

  /** What overflows float32 need not overflow float64. */
  private boolean agreeAsFloats(double l, double r) {
    boolean rounded = left.dtype() == DType.FLOAT32 || right.dtype() == DType.FLOAT32;
    return rounded && Float.compare((float) l, (float) r) == 0;
  }

  /** The largest difference over the largest element of the second; NaN counts as infinite. */
  static double distance(Tensor one, Tensor other) {
    double difference = 0;
    double scale = 0;
    for (int i = 0; i < one.size(); i++) {
      if (Double.compare(one.get(i), other.get(i)) != 0) {
        double here = Math.abs(one.get(i) - other.get(i));
        difference = Double.isNaN(here) ? Double.POSITIVE_INFINITY : Math.max(difference, here);
      }
      scale = Math.max(scale, Math.abs(other.get(i)));
    }
    return difference == 0 ? 0 : difference / Math.max(scale, Float.MIN_NORMAL);
  }
}

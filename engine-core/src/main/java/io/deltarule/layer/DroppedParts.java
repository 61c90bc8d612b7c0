package io.deltarule.layer;

import io.deltarule.expr.Expr;
import io.deltarule.graph.Value;
import io.deltarule.op.RandomFill;
import io.deltarule.tensor.Shape;

/** Zeroes parts of a value by chance, and scales the others so that the expectation stays. */
final class DroppedParts {
  private DroppedParts() {}

  /** Refuses what is no probability of dropping a part. */
  static double probability(String layer, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(
          layer
              + ": probability must be from 0 to 1, got "
              + value
              + "; it is the share that is dropped");
    }
    return value;
  }

  /**
   * The value, with parts zeroed in training.
   *
   * @param parts the shape of the draws: one for each part; broadcasts to the value's
   */
  static Value of(Value input, Shape parts, double probability, ForwardPass pass) {
    if (!pass.training() || probability == 0) {
      return input;
    }
    if (probability == 1) {
      return input.mul(0);
    }
    Value uniform = pass.random(RandomFill.Distribution.UNIFORM, parts);
    Expr kept = Expr.input(1).ge(Expr.constant(probability));
    Expr scaled = Expr.input(0).times(1 / (1 - probability));
    return input.pointwise(Expr.select(kept, scaled, Expr.ZERO), uniform);
  }

  /** A shape with size 1 from an axis on. */
  static Shape constantFrom(int axis, Shape shape) {
    Shape parts = shape;
    for (int i = axis; i < shape.rank(); i++) {
      parts = parts.with(i, 1);
    }
    return parts;
  }
}

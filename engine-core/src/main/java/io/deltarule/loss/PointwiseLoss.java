package io.deltarule.loss;

import io.deltarule.expr.Expr;
import io.deltarule.expr.ScalarFunction;
import io.deltarule.graph.Value;

/**
 * A loss of every prediction and its target by itself. Prediction and target are FLOAT32 of one
 * shape.
 *
 * @param function the loss of a prediction (argument 0) and a target (argument 1)
 * @param reduction how the losses of all elements become one number
 */
public record PointwiseLoss(ScalarFunction function, Reduction reduction) implements Loss {
  @Override
  public Value apply(Value prediction, Value target) {
    Shapes.requireSame(function.name(), prediction, target);
    Value losses = prediction.pointwise(function.of(Expr.input(0), Expr.input(1)), target);
    return reduction.apply(losses);
  }
}

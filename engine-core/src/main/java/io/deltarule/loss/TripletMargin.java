package io.deltarule.loss;

import io.deltarule.expr.Expr;
import io.deltarule.graph.Value;

/**
 * Triplet margin loss, {@code max(0, |a - p| - |a - n| + margin)}, with the Euclidean distance and
 * PyTorch's 1e-6 added to every difference (Balntas et al. 2016). Anchor, positive and negative:
 * [B, D].
 *
 * @param margin how much farther the negative should be than the positive
 */
public record TripletMargin(double margin, Reduction reduction) {
  private static final double EPSILON = 1e-6;

  public TripletMargin {
    Shapes.requirePositive("tripletMargin", "margin", margin);
  }

  /** The loss of three embeddings. */
  public Value apply(Value anchor, Value positive, Value negative) {
    Shapes.requireSame("tripletMargin", anchor, positive);
    Shapes.requireSame("tripletMargin", anchor, negative);
    Value excess = distance(anchor, positive).sub(distance(anchor, negative)).add(margin);
    return reduction.apply(excess.pointwise(Expr.input(0).max(Expr.ZERO)));
  }

  private static Value distance(Value a, Value b) {
    return a.sub(b).add(EPSILON).square().sum(-1).sqrt();
  }
}

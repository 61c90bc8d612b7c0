package io.deltarule.loss;

import io.deltarule.expr.Expr;
import io.deltarule.graph.Value;

/**
 * Cosine embedding loss: 1 - cos(a, b) for pairs marked 1, max(0, cos(a, b) - margin) for pairs
 * marked -1. Embeddings a and b: [B, D]; marks: FLOAT32 [B]. As in PyTorch, 1e-12 is added to the
 * squared norms.
 *
 * @param margin the cosine up to which unlike pairs cost nothing, from -1 to 1
 */
public record CosineEmbedding(double margin, Reduction reduction) {
  private static final double EPSILON = 1e-12;

  public CosineEmbedding {
    if (!(margin >= -1 && margin <= 1)) {
      throw new IllegalArgumentException(
          "cosineEmbedding: margin must be from -1 to 1, got " + margin);
    }
  }

  /** The loss of pairs of embeddings and their marks. */
  public Value apply(Value a, Value b, Value marks) {
    Shapes.requireSame("cosineEmbedding", a, b);
    Value norms = squaredNorm(a).mul(squaredNorm(b)).sqrt();
    Value cosine = a.mul(b).sum(-1).div(norms);
    Shapes.requireSame("cosineEmbedding", cosine, marks);
    Expr c = Expr.input(0);
    Expr unlike = c.minus(margin).max(Expr.ZERO);
    Expr loss = Expr.select(Expr.input(1).gt(Expr.ZERO), Expr.ONE.minus(c), unlike);
    return reduction.apply(cosine.pointwise(loss, marks));
  }

  private static Value squaredNorm(Value x) {
    return x.square().sum(-1).add(EPSILON);
  }
}

package io.deltarule.layer;

import io.deltarule.expr.Expr;
import io.deltarule.expr.ScalarType;
import io.deltarule.graph.Value;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;

/** Biases that mask keys of an attention: 0 where a key counts, -infinity where it does not. */
public final class AttentionMask {
  private static final Expr HIDDEN = Expr.constant(Double.NEGATIVE_INFINITY);

  private AttentionMask() {}

  /**
   * Hides padding, as PyTorch's {@code key_padding_mask} does.
   *
   * @param padding INT32 [B, S], other than 0 where a key is padding
   * @return [B, 1, 1, S]
   */
  public static Value ofPadding(Value padding) {
    requireInts(padding, 2, "padding must be [B, S]");
    Expr hidden = Expr.input(0, ScalarType.INT).ne(Expr.constantInt(0));
    Shape shape = padding.shape();
    return padding
        .pointwise(Expr.select(hidden, HIDDEN, Expr.ZERO))
        .reshape(Shape.of(shape.dim(0), 1, 1, shape.dim(1)));
  }

  /**
   * Hides what lies behind the end of each sequence.
   *
   * @param lengths INT32 [B], how many keys of each sequence count
   * @param keys S
   * @return [B, 1, 1, S]
   */
  public static Value ofLengths(Value lengths, int keys) {
    requireInts(lengths, 1, "lengths must be [B]");
    Expr counts = Expr.input(1, ScalarType.INT).lt(Expr.input(0, ScalarType.INT));
    int batch = lengths.shape().dim(0);
    return lengths
        .reshape(Shape.of(batch, 1))
        .pointwise(Expr.select(counts, Expr.ZERO, HIDDEN), lengths.graph().iota(keys))
        .reshape(Shape.of(batch, 1, 1, keys));
  }

  private static void requireInts(Value value, int rank, String expected) {
    if (value.dtype() != DType.INT32 || value.shape().rank() != rank) {
      throw new IllegalArgumentException(
          "AttentionMask: " + expected + " of INT32, got " + value.type() + "; reshape it");
    }
  }
}

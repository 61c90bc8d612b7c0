package io.deltarule.layer;

import io.deltarule.expr.Expr;
import io.deltarule.graph.Value;
import io.deltarule.op.Concat;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.util.List;

/**
 * Rotary position embedding (Su et al. 2021, "RoFormer"): elements i and i + D / 2 of a row at
 * position t are turned by the angle {@code t base^(-2 i / D)}, as LLaMA and GPT-NeoX pair them.
 * Input and output [..., T, D], D even; usually queries or keys [B, H, T, D].
 *
 * @param base 10,000 in the paper
 */
public record RotaryPositions(double base) implements Layer {
  public RotaryPositions {
    if (!(base > 0 && Double.isFinite(base))) {
      throw new IllegalArgumentException(
          "RotaryPositions: base must be positive and finite, got " + base + "; usual is 10000");
    }
  }

  /** With the paper's base. */
  public static RotaryPositions standard() {
    return new RotaryPositions(10_000);
  }

  @Override
  public Value forward(Value input, ForwardPass pass) {
    Shape shape = input.shape();
    if (shape.rank() < 2 || shape.dim(-1) % 2 != 0) {
      throw new IllegalArgumentException(
          "RotaryPositions "
              + pass.where()
              + ": input must be [..., T, D] with an even D, got "
              + shape
              + "; choose an even head size.");
    }
    int half = shape.dim(-1) / 2;
    Value first = input.slice(-1, 0, half);
    Value second = input.slice(-1, half, 2 * half);
    Value cos = table(input, half, false);
    Value sin = table(input, half, true);
    Expr straight = Expr.input(0).times(Expr.input(2));
    Expr across = Expr.input(1).times(Expr.input(3));
    Value left = first.pointwise(straight.minus(across), second, cos, sin);
    Value right = second.pointwise(straight.plus(across), first, cos, sin);
    return Concat.of(-1, List.of(left, right));
  }

  /** Sines or cosines [T, D / 2]. */
  private Value table(Value input, int half, boolean sine) {
    int length = input.shape().dim(-2);
    // Rounded here, so that every backend turns by the same numbers.
    float[] values = new float[length * half];
    for (int i = 0; i < values.length; i++) {
      int position = i / half;
      double angle = position * Math.pow(base, -(i % half) / (double) half);
      values[i] = (float) (sine ? Math.sin(angle) : Math.cos(angle));
    }
    return input.graph().constant(Tensor.of(Shape.of(length, half), values));
  }

  @Override
  public String toString() {
    return "RotaryPositions(" + base + ")";
  }
}

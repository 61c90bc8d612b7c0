package io.deltarule.layer;

import io.deltarule.expr.Expr;
import io.deltarule.graph.Value;
import io.deltarule.op.RandomFill;

/**
 * Inverted dropout (Srivastava et al. 2014): in training, every element is zeroed with probability
 * p and the others are scaled by 1 / (1 - p); in evaluation, the input itself. The output has the
 * input's shape.
 *
 * <p>The draws are counter-based: the same for a seed and step on every backend.
 *
 * @param probability p, from 0 to 1; with 1 the output is zero
 */
public record Dropout(double probability) implements Layer {
  public Dropout {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException(
          "Dropout: probability must be from 0 to 1, got " + probability);
    }
  }

  public static Dropout of(double probability) {
    return new Dropout(probability);
  }

  @Override
  public Value forward(Value input, ForwardPass pass) {
    if (!pass.training() || probability == 0) {
      return input;
    }
    if (probability == 1) {
      return input.mul(0);
    }
    Value uniform = pass.random(RandomFill.Distribution.UNIFORM, input.shape());
    Expr kept = Expr.input(1).ge(Expr.constant(probability));
    Expr scaled = Expr.input(0).times(1 / (1 - probability));
    return input.pointwise(Expr.select(kept, scaled, Expr.ZERO), uniform);
  }
}

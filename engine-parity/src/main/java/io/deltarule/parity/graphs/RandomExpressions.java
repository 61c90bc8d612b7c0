package io.deltarule.parity.graphs;

import io.deltarule.expr.Expr;
import io.deltarule.expr.ScalarFunction;
import io.deltarule.expr.ScalarType;
import io.deltarule.expr.UnaryOp;
import io.deltarule.layer.Activations;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Scalar expressions by chance. Each template maps operands between -1 and 1 to a value between -1
 * and 1, so that they nest without overflow.
 */
final class RandomExpressions {
  private static final List<ScalarFunction> ACTIVATIONS =
      List.of(
          Activations.relu(),
          Activations.leakyRelu(0.01),
          Activations.elu(0.5),
          Activations.selu(),
          Activations.celu(1.5),
          Activations.gelu(),
          Activations.geluTanh(),
          Activations.sigmoid(),
          Activations.silu(),
          Activations.mish(),
          Activations.hardSigmoid(),
          Activations.tanh(),
          Activations.softplus(),
          Activations.logSigmoid(),
          Activations.softsign());

  private final SplittableRandom random;

  RandomExpressions(SplittableRandom random) {
    this.random = random;
  }

  /** An expression over operands, of which each is used if the nesting allows it. */
  Expr over(List<Expr> operands) {
    Expr value = nested(operands.get(0));
    for (Expr operand : operands.subList(1, operands.size())) {
      value = random.nextBoolean() ? binary(value, nested(operand)) : binary(operand, value);
    }
    return random.nextInt(3) == 0 ? ternary(value, operands) : value;
  }

  private Expr nested(Expr operand) {
    Expr value = operand;
    int depth = random.nextInt(3);
    for (int i = 0; i < depth; i++) {
      value = unary(value);
    }
    return value;
  }

  private Expr unary(Expr x) {
    return switch (random.nextInt(26)) {
      case 0 -> x.times(2.5).tanh();
      case 1 -> x.times(3).apply(UnaryOp.SIN);
      case 2 -> x.plus(0.5).apply(UnaryOp.COS);
      case 3 -> x.times(1.5).erf();
      case 4 -> x.exp().times(0.36);
      case 5 -> x.expm1().times(0.5);
      case 6 -> x.square().plus(0.5).log();
      case 7 -> x.square().log1p();
      case 8 -> x.square().plus(0.25).sqrt().times(0.75);
      case 9 -> x.square();
      case 10 -> x.negate();
      case 11 -> x.times(0.5).plus(0.25);
      case 12 -> Expr.ONE.over(x.square().plus(1));
      case 13 -> x.square().plus(0.5).pow(Expr.constant(1.5)).times(0.5);
      case 14 -> x.abs();
      case 15 -> x.sign().times(0.5);
      case 16 -> x.times(4).apply(UnaryOp.FLOOR).times(0.25);
      case 17 -> x.max(Expr.constant(0.125));
      case 18 -> Expr.select(x.isFinite().not(), Expr.ZERO, x.times(0.9));
      case 19 -> Expr.select(x.gt(Expr.ZERO).and(x.lt(Expr.constant(0.5))), x, x.times(0.25));
      default ->
          // Softplus of 1 is 1.31, and logSigmoid of -1 its opposite.
          ACTIVATIONS.get(random.nextInt(ACTIVATIONS.size())).of(x).times(0.75);
    };
  }

  private Expr binary(Expr x, Expr y) {
    return switch (random.nextInt(13)) {
      case 0, 1 -> x.plus(y).times(0.5);
      case 2 -> x.minus(y).times(0.5);
      case 3, 4 -> x.times(y);
      case 5 -> x.over(y.square().plus(1));
      case 6 -> x.min(y);
      case 7 -> x.max(y);
      case 8 -> Expr.select(x.lt(y), x.times(0.5), y);
      case 9 -> Expr.select(x.ge(y).or(y.ne(Expr.ZERO).not()), y, x.square());
      case 10 -> x.square().plus(0.25).pow(y.times(0.5).plus(0.5)).times(0.8);
      case 11 -> x.times(0.75).plus(y.times(0.25));
      default -> x.times(y.times(2).tanh());
    };
  }

  private Expr ternary(Expr value, List<Expr> operands) {
    Expr x = operands.get(random.nextInt(operands.size()));
    Expr y = operands.get(random.nextInt(operands.size()));
    return switch (random.nextInt(3)) {
      case 0 -> Expr.select(x.le(Expr.constant(0.1875)), value, y.times(value));
      case 1 -> x.times(value).plus(y).times(0.5);
      default -> value.max(Expr.constant(-0.625)).min(x.times(0.5).plus(0.5));
    };
  }

  /** An integer expression over two integers, which grows them at most threefold. */
  Expr integer(Expr i, Expr j) {
    return switch (random.nextInt(7)) {
      case 0 -> i.plus(j);
      case 1 -> i.minus(j);
      case 2 -> i.min(j);
      case 3 -> i.max(j);
      case 4 -> i.times(Expr.constantInt(2)).minus(j);
      case 5 -> Expr.select(i.lt(j), i.negate(), j);
      default -> Expr.select(i.eq(j), i.plus(Expr.constantInt(1)), j.abs());
    };
  }

  /** A floating-point expression over an integer below a magnitude, and a float. */
  Expr mixed(Expr integer, double magnitude, Expr x) {
    Expr scaled = integer.toFloat().times((float) (1 / Math.max(1, magnitude)));
    return random.nextBoolean()
        ? binary(scaled, x)
        : Expr.select(integer.gt(Expr.constantInt(1)), x.times(0.5), scaled);
  }

  /** The input of a pointwise operation with this number. */
  static Expr input(int index, boolean isFloat) {
    return Expr.input(index, isFloat ? ScalarType.FLOAT : ScalarType.INT);
  }
}

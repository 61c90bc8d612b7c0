package io.deltarule.parity.expr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltarule.expr.BinaryOp;
import io.deltarule.expr.Derivative;
import io.deltarule.expr.Expr;
import io.deltarule.expr.ExprEvaluator;
import io.deltarule.expr.ScalarFunction;
import io.deltarule.expr.UnaryOp;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every operation's symbolic derivative, where it is smooth and at the points with a convention.
 */
class DerivativeTest {
  private static final Expr X = Expr.input(0);
  private static final Expr Y = Expr.input(1);

  @ParameterizedTest
  @EnumSource(
      value = UnaryOp.class,
      names = {"IS_FINITE", "NOT", "TO_FLOAT"},
      mode = EnumSource.Mode.EXCLUDE)
  void unaryAgreesWithFiniteDifferences(UnaryOp op) {
    double[] points =
        switch (op) {
          case SQRT, LOG -> new double[] {1e-3, 0.3, 1, 7.5, 1e4};
          case LOG1P -> new double[] {-0.9, -1e-3, 1e-3, 1, 1e4};
          case FLOOR -> new double[] {-2.5, -0.5, 0.25, 3.75};
          default -> new double[] {-3.1, -0.7, -1e-3, 1e-3, 0.4, 2.9};
        };
    for (double x : points) {
      agrees(X.apply(op), 0, x, 0.5);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = BinaryOp.class,
      names = {"ADD", "SUB", "MUL", "DIV", "MIN", "MAX", "POW"})
  void binaryAgreesWithFiniteDifferences(BinaryOp op) {
    double[][] points = {{0.3, 1.7}, {2.5, 0.4}, {1.2, -2.1}, {4, 3}, {0.01, 2}};
    for (double[] p : points) {
      Expr y = binary(op, X, Y);
      agrees(y, 0, p[0], p[1]);
      agrees(y, 1, p[0], p[1]);
      // Both operands depend on the input: the terms of the chain rule add up.
      agrees(binary(op, X.exp(), X.plus(2)), 0, p[0], p[1]);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = BinaryOp.class,
      names = {"ADD", "SUB", "MUL", "DIV", "MIN", "MAX", "POW"})
  void binarySecondDerivativeAgreesWithFiniteDifferences(BinaryOp op) {
    for (int first = 0; first < 2; first++) {
      Optional<Expr> once = Derivative.of(binary(op, X, Y), first);
      if (once.isPresent()) {
        agrees(once.get(), 0, 1.3, 2.4);
        agrees(once.get(), 1, 1.3, 2.4);
      }
    }
  }

  @Test
  void selectTakesTheDerivativeOfTheChosenSideOnly() {
    Expr sqrtOrZero = Expr.select(X.gt(Expr.ZERO), X.sqrt(), Expr.ZERO);
    assertThat(derivative(sqrtOrZero, 0, -1, 0)).isEqualTo(0);
    agrees(sqrtOrZero, 0, 2, 0);
  }

  @Test
  void statedDerivativeMayUseArgumentsAndValue() {
    Expr sigmoid = Expr.ONE.over(X.negate().exp().plus(1));
    ScalarFunction stated = ScalarFunction.of("sigmoid", sigmoid, Y.times(Expr.ONE.minus(Y)));
    agrees(stated.of(X.square().plus(Y)), 0, 0.6, -1);
    agrees(stated.of(X.square().plus(Y)), 1, 0.6, -1);
  }

  @Test
  void symbolicDerivativeOfACallIsThatOfItsBody() {
    ScalarFunction cube = ScalarFunction.of("cube", X.times(X).times(X));
    agrees(cube.of(Y.sqrt()), 1, 0, 2.5);
    assertThat(Derivative.of(cube.of(Y.sqrt()), 0)).isEmpty();
  }

  @Test
  void absoluteValueHasDerivativeZeroAtZero() {
    assertThat(derivative(X.abs(), 0, 0, 0)).isEqualTo(0);
  }

  @Test
  void equalOperandsOfMinimumAndMaximumShareTheDerivative() {
    assertThat(derivative(X.min(Y), 0, 2, 2)).isEqualTo(0.5);
    assertThat(derivative(X.min(Y), 1, 2, 2)).isEqualTo(0.5);
    assertThat(derivative(X.max(Y), 0, 2, 2)).isEqualTo(0.5);
    assertThat(derivative(X.max(Y), 1, 2, 2)).isEqualTo(0.5);
  }

  /** PyTorch's conventions at base 0, where the textbook formula is 0 times infinity. */
  @ParameterizedTest
  @CsvSource({"0, 0, 0", "0, 1, 1", "0, 2, 0", "-2, 0, 0", "-2, 3, 12"})
  void powerByItsBaseIsFiniteWhereTheMathematicsIs(double base, double exponent, double expected) {
    assertThat(derivative(X.pow(Y), 0, base, exponent)).isEqualTo(expected);
    assertThat(derivative(X.pow(Expr.constant(exponent)), 0, base, 0)).isEqualTo(expected);
  }

  @Test
  void powerByItsExponentIsZeroAtBaseZero() {
    assertThat(derivative(X.pow(Y), 1, 0, 2)).isEqualTo(0);
    assertThat(derivative(X.pow(Y), 1, 0, 0)).isEqualTo(0);
  }

  @Test
  void expressionWithoutTheInputHasNoDerivative() {
    assertThat(Derivative.of(X.exp(), 1)).isEmpty();
    assertThat(Derivative.of(X.apply(UnaryOp.FLOOR), 0)).isEmpty();
  }

  private static Expr binary(BinaryOp op, Expr a, Expr b) {
    return switch (op) {
      case ADD -> a.plus(b);
      case SUB -> a.minus(b);
      case MUL -> a.times(b);
      case DIV -> a.over(b);
      case MIN -> a.min(b);
      case MAX -> a.max(b);
      case POW -> a.pow(b);
      default -> throw new IllegalArgumentException("no derivative: " + op);
    };
  }

  /** The five-point rule: truncation h^4 f^(5) / 30, rounding eps |f| / h. */
  private static void agrees(Expr y, int input, double... at) {
    double h = 1e-4 * Math.max(1e-2, Math.abs(at[input]));
    double near = value(y, moved(at, input, h)) - value(y, moved(at, input, -h));
    double far = value(y, moved(at, input, 2 * h)) - value(y, moved(at, input, -2 * h));
    double expected = (8 * near - far) / (12 * h);
    double found = derivative(y, input, at);
    double bound = 1e-9 * Math.abs(found) + 1e-15 * Math.abs(value(y, at)) / h;
    assertTrue(
        Math.abs(found - expected) <= bound,
        () -> "d/dx" + input + " " + y + " is " + found + ", by differences " + expected);
  }

  private static double[] moved(double[] at, int input, double by) {
    double[] moved = at.clone();
    moved[input] += by;
    return moved;
  }

  private static double derivative(Expr y, int input, double... at) {
    return Derivative.of(y, input).map(d -> value(d, at)).orElse(0.0);
  }

  private static double value(Expr y, double... at) {
    double[] result = new double[1];
    new ExprEvaluator(List.of(y)).evaluate(at, result);
    return result[0];
  }
}

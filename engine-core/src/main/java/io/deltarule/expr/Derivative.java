package io.deltarule.expr;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Symbolic partial derivatives of expressions.
 *
 * <p>At the points where the mathematics has none, the conventions are PyTorch's: |x| has 0 at 0,
 * the minimum and maximum of two equal numbers share the derivative equally, and rounding, signs
 * and comparisons have 0 everywhere.
 */
public final class Derivative {
  private final int input;
  private final Map<Expr, Optional<Expr>> known = new HashMap<>();

  private Derivative(int input) {
    this.input = input;
  }

  /**
   * The derivative of an expression with respect to the (floating-point) input of a number, or
   * empty where it is identically zero.
   */
  public static Optional<Expr> of(Expr expr, int input) {
    return new Derivative(input).visit(expr);
  }

  private Optional<Expr> visit(Expr expr) {
    Optional<Expr> result = known.get(expr);
    if (result == null) {
      result = expr.type() == ScalarType.FLOAT ? rule(expr) : Optional.empty();
      known.put(expr, result);
    }
    return result;
  }

  private Optional<Expr> rule(Expr expr) {
    if (expr instanceof Expr.Input x) {
      return x.index() == input ? Optional.of(Expr.ONE) : Optional.empty();
    }
    if (expr instanceof Expr.Select select) {
      Optional<Expr> a = visit(select.whenTrue());
      Optional<Expr> b = visit(select.whenFalse());
      return a.isEmpty() && b.isEmpty()
          ? Optional.empty()
          : Optional.of(Expr.select(select.condition(), a.orElse(Expr.ZERO), b.orElse(Expr.ZERO)));
    }
    // Chain rule: the sum over the operands of partial derivative times inner derivative.
    Optional<Expr> sum = Optional.empty();
    List<Expr> operands = expr.operands();
    for (int i = 0; i < operands.size(); i++) {
      Optional<Expr> inner = visit(operands.get(i));
      if (inner.isPresent()) {
        Optional<Expr> term = partial(expr, i).map(p -> product(p, inner.get()));
        sum = sum.isEmpty() ? term : add(sum.get(), term);
      }
    }
    return sum;
  }

  private static Expr product(Expr partial, Expr inner) {
    return partial.isConstant(-1) ? inner.negate() : partial.times(inner);
  }

  private static Optional<Expr> add(Expr sum, Optional<Expr> term) {
    return Optional.of(term.map(sum::plus).orElse(sum));
  }

  /** The derivative of an operation with respect to one of its operands. */
  private static Optional<Expr> partial(Expr expr, int operand) {
    if (expr instanceof Expr.Unary unary) {
      return unary(unary);
    }
    if (expr instanceof Expr.Binary binary) {
      return Optional.of(binary(binary, operand == 0));
    }
    if (expr instanceof Expr.Call call) {
      return call(call, operand);
    }
    throw new IllegalArgumentException(
        "expression " + expr + " has no operands to differentiate by");
  }

  private static Optional<Expr> unary(Expr.Unary y) {
    Expr x = y.operand();
    return switch (y.op()) {
      case NEG -> Optional.of(Expr.constant(-1));
      case ABS -> Optional.of(x.sign());
      case SIGN, FLOOR, TO_FLOAT, IS_FINITE, NOT -> Optional.empty();
      case SQRT -> Optional.of(Expr.constant(0.5).over(y));
      case EXP -> Optional.of(y);
      // exp(x), not y + 1, which would cancel for large negative x.
      case EXPM1 -> Optional.of(x.exp());
      case LOG -> Optional.of(Expr.ONE.over(x));
      case LOG1P -> Optional.of(Expr.ONE.over(x.plus(1)));
      case TANH -> Optional.of(Expr.ONE.minus(y.square()));
      case ERF -> Optional.of(x.square().negate().exp().times(2 / Math.sqrt(Math.PI)));
      case SIN -> Optional.of(x.apply(UnaryOp.COS));
      case COS -> Optional.of(x.apply(UnaryOp.SIN).negate());
    };
  }

  private static Expr binary(Expr.Binary y, boolean byLeft) {
    Expr a = y.left();
    Expr b = y.right();
    return switch (y.op()) {
      case ADD -> Expr.ONE;
      case SUB -> byLeft ? Expr.ONE : Expr.constant(-1);
      case MUL -> byLeft ? b : a;
      case DIV -> byLeft ? Expr.ONE.over(b) : y.over(b).negate();
      case MIN -> byLeft ? share(a.lt(b), a, b) : share(b.lt(a), a, b);
      case MAX -> byLeft ? share(a.gt(b), a, b) : share(b.gt(a), a, b);
      case POW -> byLeft ? powerByBase(a, b) : powerByExponent(y, a, b);
      default -> throw new IllegalArgumentException("expression " + y + " has no derivative");
    };
  }

  private static Expr share(Expr wins, Expr a, Expr b) {
    return Expr.select(wins, Expr.ONE, Expr.select(a.eq(b), Expr.constant(0.5), Expr.ZERO));
  }

  /** y x^(y-1), and 0 for y = 0 even at x = 0, where the formula is 0 times infinity. */
  private static Expr powerByBase(Expr base, Expr exponent) {
    if (exponent instanceof Expr.Const c) {
      if (c.value() == 0) {
        return Expr.ZERO;
      }
      return c.value() == 2
          ? base.times(2)
          : base.pow(Expr.constant(c.value() - 1)).times(exponent);
    }
    Expr power = exponent.times(base.pow(exponent.minus(1)));
    return Expr.select(exponent.eq(Expr.ZERO), Expr.ZERO, power);
  }

  /** y log(a), with the limit 0 at a = 0 for exponents that are not negative. */
  private static Expr powerByExponent(Expr y, Expr base, Expr exponent) {
    Expr zero = base.eq(Expr.ZERO).and(exponent.ge(Expr.ZERO));
    return Expr.select(zero, Expr.ZERO, y.times(base.log()));
  }

  private static Optional<Expr> call(Expr.Call y, int operand) {
    List<Expr> arguments = new ArrayList<>(y.operands());
    if (y.function().derivatives().isEmpty()) {
      return of(y.function().body(), operand).map(d -> Substitution.inputs(d, arguments));
    }
    arguments.add(y);
    Expr stated = y.function().derivatives().get().get(operand);
    return stated.isConstant(0)
        ? Optional.empty()
        : Optional.of(Substitution.inputs(stated, arguments));
  }
}

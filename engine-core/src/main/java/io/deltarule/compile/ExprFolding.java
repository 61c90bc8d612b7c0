package io.deltarule.compile;

import io.deltarule.expr.Expr;
import io.deltarule.expr.ExprEvaluator;
import io.deltarule.expr.ScalarType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts arguments in the place of an expression's inputs and works out what is constant then. What
 * expressions share is folded once and stays shared.
 */
final class ExprFolding {
  private final List<Expr> arguments;
  private final Map<Expr, Expr> done = new HashMap<>();
  private final Set<Expr> knownTruths = new HashSet<>();

  /** A folding of expressions over the same inputs; {@code arguments} are what these become. */
  ExprFolding(List<Expr> arguments) {
    this.arguments = arguments;
  }

  static boolean isConstant(Expr expr) {
    return expr instanceof Expr.Const || expr instanceof Expr.IntConst;
  }

  Expr fold(Expr expr) {
    if (expr instanceof Expr.Input input) {
      return arguments.get(input.index());
    }
    Expr known = done.get(expr);
    if (known == null) {
      known = folded(expr, expr.operands().stream().map(this::fold).toList());
      done.put(expr, known);
    }
    return known;
  }

  private Expr folded(Expr expr, List<Expr> operands) {
    if (operands.isEmpty()) {
      return expr;
    }
    if (expr instanceof Expr.Select && knownTruths.contains(operands.get(0))) {
      return operands.get(isTrue(operands.get(0)) ? 1 : 2);
    }
    if (operands.stream().allMatch(e -> isConstant(e) || knownTruths.contains(e))) {
      return evaluated(expr.withOperands(operands));
    }
    if (expr instanceof Expr.Binary binary) {
      Expr a = operands.get(0);
      Expr b = operands.get(1);
      return switch (binary.op()) {
        case ADD -> a.plus(b);
        case SUB -> a.minus(b);
        case MUL -> a.times(b);
        case DIV -> a.over(b);
        case POW -> a.pow(b);
        default -> expr.withOperands(operands);
      };
    }
    return expr.withOperands(operands);
  }

  private Expr evaluated(Expr expr) {
    if (expr.type() == ScalarType.BOOL) {
      // There are no constants of truth values.
      knownTruths.add(expr);
      return expr;
    }
    double value = value(expr);
    return expr.type() == ScalarType.INT ? Expr.constantInt((int) value) : Expr.constant(value);
  }

  private static boolean isTrue(Expr condition) {
    return value(Expr.select(condition, Expr.ONE, Expr.ZERO)) != 0;
  }

  private static double value(Expr expr) {
    double[] result = new double[1];
    new ExprEvaluator(List.of(expr)).evaluate(new double[0], result);
    return result[0];
  }
}

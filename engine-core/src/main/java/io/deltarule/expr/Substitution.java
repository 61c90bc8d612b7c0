package io.deltarule.expr;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Rewrites expressions; shared sub-expressions are rewritten once and stay shared. */
public final class Substitution {
  private final UnaryOperator<Expr> rule;
  private final Map<Expr, Expr> done = new HashMap<>();

  private Substitution(UnaryOperator<Expr> rule) {
    this.rule = rule;
  }

  /** The expression with each input replaced by the argument of that number. */
  public static Expr inputs(Expr expr, List<Expr> arguments) {
    return new Substitution(
            e -> e instanceof Expr.Input input ? checked(input, arguments) : null)
        .apply(expr);
  }

  /** The expression with every occurrence of each key, the largest first, replaced by its value. */
  public static Expr replace(Expr expr, Map<Expr, Expr> replacements) {
    return new Substitution(replacements::get).apply(expr);
  }

  /** The expression with every call of a named function replaced by the function's body. */
  public static Expr inlineCalls(Expr expr) {
    return new Substitution(e -> e instanceof Expr.Call call ? inlineCalls(call.inline()) : null)
        .apply(expr);
  }

  private static Expr checked(Expr.Input input, List<Expr> arguments) {
    Expr argument = arguments.get(input.index());
    if (argument.type() != input.type()) {
      throw new IllegalArgumentException(
          "input " + input + " is " + input.type() + ", its replacement " + argument.type());
    }
    return argument;
  }

  private Expr apply(Expr expr) {
    Expr known = done.get(expr);
    if (known != null) {
      return known;
    }
    Expr result = rule.apply(expr);
    if (result == null) {
      result = overOperands(expr);
    }
    done.put(expr, result);
    return result;
  }

  private Expr overOperands(Expr expr) {
    List<Expr> operands = new ArrayList<>(expr.operands().size());
    boolean changed = false;
    for (Expr operand : expr.operands()) {
      Expr rewritten = apply(operand);
      changed |= rewritten != operand;
      operands.add(rewritten);
    }
    return changed ? expr.withOperands(operands) : expr;
  }
}

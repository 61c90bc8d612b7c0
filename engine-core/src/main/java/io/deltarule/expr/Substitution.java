package io.deltarule.expr;

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
    return new Substitution(e -> e instanceof Expr.Input input ? checked(input, arguments) : null)
        .apply(expr);
  }

  /** The expression with every occurrence of each key, the largest first, replaced by its value. */
  public static Expr replace(Expr expr, Map<Expr, Expr> replacements) {
    return new Substitution(replacements::get).apply(expr);
  }

  /** The expression with every call of a named function replaced by the function's body. */
  public static Expr inlineCalls(Expr expr) {
    return inlineCalls(List.of(expr)).get(0);
  }

  /** The same for several expressions; what they share stays shared. */
  static List<Expr> inlineCalls(List<Expr> expressions) {
    Substitution inlining = new Substitution(e -> null);
    return expressions.stream().map(inlining::inline).toList();
  }

  /** Inlines the arguments first, each once: a call's body is then walked without entering them. */
  private Expr inline(Expr expr) {
    Expr known = done.get(expr);
    if (known != null) {
      return known;
    }
    List<Expr> operands = expr.operands().stream().map(this::inline).toList();
    Expr result =
        expr instanceof Expr.Call call
            ? inputs(inlineCalls(call.function().body()), operands)
            : withOperands(expr, operands);
    done.put(expr, result);
    return result;
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
    return withOperands(expr, expr.operands().stream().map(this::apply).toList());
  }

  /** The expression itself if its operands are these very ones. */
  @SuppressWarnings("ReferenceEquality") // unchanged means the same objects
  private static Expr withOperands(Expr expr, List<Expr> operands) {
    for (int i = 0; i < operands.size(); i++) {
      if (operands.get(i) != expr.operands().get(i)) {
        return expr.withOperands(operands);
      }
    }
    return expr;
  }
}

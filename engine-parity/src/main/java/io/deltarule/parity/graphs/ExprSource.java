package io.deltarule.parity.graphs;

import io.deltarule.expr.Expr;
import io.deltarule.expr.ScalarType;
import java.util.Locale;
import java.util.stream.Collectors;

/** Scalar expressions as Java source. */
final class ExprSource {
  private ExprSource() {}

  static String of(Expr expr) {
    if (expr instanceof Expr.Input input) {
      String type = input.type() == ScalarType.FLOAT ? "" : ", ScalarType." + input.type();
      return "Expr.input(" + input.index() + type + ")";
    } else if (expr instanceof Expr.Const constant) {
      return "Expr.constant(" + Literals.of(constant.value()) + ")";
    } else if (expr instanceof Expr.IntConst constant) {
      return "Expr.constantInt(" + constant.value() + ")";
    } else if (expr instanceof Expr.Unary unary) {
      return of(unary.operand()) + "." + call(unary);
    } else if (expr instanceof Expr.Binary binary) {
      return of(binary.left()) + "." + name(binary) + "(" + of(binary.right()) + ")";
    } else if (expr instanceof Expr.Select select) {
      return "Expr.select(" + operands(select) + ")";
    }
    Expr.Call call = (Expr.Call) expr;
    return function(call.function().name()) + ".of(" + operands(call) + ")";
  }

  private static String operands(Expr expr) {
    return expr.operands().stream().map(ExprSource::of).collect(Collectors.joining(", "));
  }

  private static String call(Expr.Unary unary) {
    return switch (unary.op()) {
      case NEG -> "negate()";
      case IS_FINITE -> "isFinite()";
      case TO_FLOAT -> "toFloat()";
      case FLOOR, SIN, COS -> "apply(UnaryOp." + unary.op().name() + ")";
      default -> unary.op().name().toLowerCase(Locale.ROOT) + "()";
    };
  }

  private static String name(Expr.Binary binary) {
    return switch (binary.op()) {
      case ADD -> "plus";
      case SUB -> "minus";
      case MUL -> "times";
      case DIV -> "over";
      default -> binary.op().name().toLowerCase(Locale.ROOT);
    };
  }

  /** Activations are named as the methods that make them, with their arguments if there are any. */
  private static String function(String name) {
    return "Activations." + name + (name.endsWith(")") ? "" : "()");
  }
}

package io.deltarule.parity.faults;

import io.deltarule.expr.BinaryOp;
import io.deltarule.expr.Expr;
import io.deltarule.expr.ExprProgram;
import io.deltarule.expr.ScalarType;
import io.deltarule.expr.Substitution;
import io.deltarule.expr.UnaryOp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What people get wrong in a derivative: every expression that differs from a right one so. */
final class ExpressionFaults {
  /**
   * An expression made wrong.
   *
   * @param fault the kind of fault
   * @param expression the wrong expression
   */
  record WrongExpression(String fault, Expr expression) {}

  private final Expr right;
  private final List<WrongExpression> found = new ArrayList<>();

  private ExpressionFaults(Expr right) {
    this.right = right;
  }

  /** All wrong expressions that one fault in one place makes of a floating-point expression. */
  static List<WrongExpression> of(Expr right) {
    ExpressionFaults faults = new ExpressionFaults(right);
    faults.add("sign", right, right.negate());
    faults.add("factor 2", right, right.times(2));
    for (Expr part : ExprProgram.of(List.of(right)).instructions()) {
      if (part instanceof Expr.Binary binary && binary.type() == ScalarType.FLOAT) {
        faults.binary(binary);
      } else if (part instanceof Expr.Unary unary && unary.type() == ScalarType.FLOAT) {
        faults.unary(unary);
      } else if (part instanceof Expr.Const c && c.value() != 0) {
        faults.add("constant", part, Expr.constant(2 * c.value()));
      } else if (part instanceof Expr.Select select && select.type() == ScalarType.FLOAT) {
        faults.add(
            "branches exchanged",
            part,
            Expr.select(select.condition(), select.whenFalse(), select.whenTrue()));
      }
    }
    return faults.distinct();
  }

  private void binary(Expr.Binary e) {
    Expr a = e.left();
    Expr b = e.right();
    switch (e.op()) {
      case ADD -> {
        add("sign of a term", e, a.minus(b));
        add("missing term", e, a);
        add("missing term", e, b);
      }
      case SUB -> {
        add("sign of a term", e, a.plus(b));
        add("missing term", e, a);
        add("missing term", e, b.negate());
      }
      case MUL -> {
        add("missing factor", e, a);
        add("missing factor", e, b);
      }
      case DIV -> {
        add("product for quotient", e, a.times(b));
        add("missing factor", e, a);
        add("quotient upside down", e, b.over(a));
      }
      case POW -> add("exponent off by one", e, a.pow(b.plus(1)));
      case MIN, MAX -> {
        BinaryOp other = e.op() == BinaryOp.MIN ? BinaryOp.MAX : BinaryOp.MIN;
        add("minimum for maximum", e, other == BinaryOp.MIN ? a.min(b) : a.max(b));
      }
      default -> {}
    }
  }

  private void unary(Expr.Unary e) {
    Expr x = e.operand();
    switch (e.op()) {
      case NEG -> add("sign of a term", e, x);
      case SIN -> add("wrong function", e, x.apply(UnaryOp.COS));
      case COS -> add("wrong function", e, x.apply(UnaryOp.SIN));
      case EXP -> add("wrong function", e, x.expm1());
      case TO_FLOAT -> {}
      default -> add("missing function", e, x);
    }
  }

  private void add(String fault, Expr part, Expr wrong) {
    found.add(new WrongExpression(fault, Substitution.replace(right, Map.of(part, wrong))));
  }

  /** Several faults may make the same expression of one, or leave it as it is. */
  private List<WrongExpression> distinct() {
    Map<Expr, WrongExpression> distinct = new LinkedHashMap<>();
    found.forEach(wrong -> distinct.putIfAbsent(wrong.expression, wrong));
    distinct.remove(right);
    return List.copyOf(distinct.values());
  }
}

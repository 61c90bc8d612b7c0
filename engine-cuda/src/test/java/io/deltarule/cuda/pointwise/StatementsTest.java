package io.deltarule.cuda.pointwise;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.expr.BinaryOp;
import io.deltarule.expr.Expr;
import io.deltarule.expr.ExprProgram;
import io.deltarule.expr.ScalarType;
import io.deltarule.expr.UnaryOp;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class StatementsTest {
  private static final Expr X = Expr.input(0);
  private static final Expr N = Expr.input(1, ScalarType.INT);

  @Test
  void sharedOperandsAreComputedOnce() {
    Expr sum = X.plus(1);
    Statements statements =
        new Statements(ExprProgram.of(List.of(sum.times(sum), Expr.constant(-0.5))));
    assertThat(statements.lines())
        .containsExactly(
            "const float t0 = v0.lane[k];",
            "const float t2 = t0 + 0x1.0p0f;",
            "const float t3 = t2 * t2;");
    assertThat(statements.result(0)).isEqualTo("t3");
    assertThat(statements.result(1)).isEqualTo("(-0x1.0p-1f)");
  }

  @Test
  void integersWrapAroundWhereCLeavesItUndefined() {
    assertThat(last(N.plus(Expr.constantInt(-3)))).isEqualTo("const int t2 = add(t0, (-3));");
    assertThat(last(N.negate())).isEqualTo("const int t1 = subtract(0, t0);");
    assertThat(last(N.abs())).isEqualTo("const int t1 = absolute(t0);");
    assertThat(Statements.literal(Integer.MIN_VALUE)).isEqualTo("(-2147483647 - 1)");
  }

  @Test
  void everyOperationHasItsStatement() {
    for (UnaryOp op : UnaryOp.values()) {
      Expr operand =
          switch (op) {
            case NOT -> X.lt(Expr.ZERO);
            case TO_FLOAT -> N;
            default -> X;
          };
      assertThat(last(operand.apply(op))).as(op.name()).startsWith("const ").endsWith(";");
    }
    for (BinaryOp op : BinaryOp.values()) {
      assertThat(last(binary(op))).as(op.name()).startsWith("const ").endsWith(";");
    }
    assertThat(last(Expr.select(X.lt(Expr.ZERO), X.sqrt(), X))).contains(" ? ");
  }

  private static Expr binary(BinaryOp op) {
    Expr y = Expr.input(2);
    return switch (op) {
      case ADD -> X.plus(y);
      case SUB -> X.minus(y);
      case MUL -> X.times(y);
      case DIV -> X.over(y);
      case MIN -> X.min(y);
      case MAX -> X.max(y);
      case POW -> X.pow(y);
      case LT -> X.lt(y);
      case LE -> X.le(y);
      case GT -> X.gt(y);
      case GE -> X.ge(y);
      case EQ -> X.eq(y);
      case NE -> X.ne(y);
      case AND -> X.lt(y).and(X.gt(Expr.ZERO));
      case OR -> X.lt(y).or(X.gt(Expr.ZERO));
    };
  }

  private static String last(Expr expression) {
    List<String> lines = new Statements(ExprProgram.of(List.of(expression))).lines();
    return lines.get(lines.size() - 1);
  }

  @Property
  void literalsHaveTheBitsOfTheirValue(@ForAll float value) {
    String text = Statements.literal(value).replaceAll("[()]", "");
    assertThat(text).endsWith("f");
    assertThat(Float.floatToRawIntBits(Float.parseFloat(text)))
        .isEqualTo(Float.floatToRawIntBits(value));
  }

  @Test
  void valuesWithoutALiteralAreGivenByTheirBits() {
    assertThat(Statements.literal(Float.NaN)).isEqualTo("__int_as_float(0x7fc00000)");
    assertThat(Statements.literal(Float.NEGATIVE_INFINITY)).isEqualTo("__int_as_float(0xff800000)");
    assertThat(Statements.literal(-0.0f)).isEqualTo("(-0x0.0p0f)");
  }
}

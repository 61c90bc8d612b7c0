package io.deltarule.parity.catalogue;

import io.deltarule.expr.Expr;
import io.deltarule.expr.ScalarType;
import io.deltarule.op.Pointwise;
import io.deltarule.parity.Domain;
import io.deltarule.parity.OpCase;
import java.util.List;

/** Integer expressions, which wrap around at 32 bits, and their conversion to floats. */
final class IntegerCases {
  private static final Expr I = Expr.input(0, ScalarType.INT);
  private static final Expr J = Expr.input(1, ScalarType.INT);
  private static final Domain EXTREME =
      Domain.values(Integer.MAX_VALUE, Integer.MIN_VALUE, 0, -1, 1, 123456789, -987654321);

  private IntegerCases() {}

  static List<OpCase> all() {
    return List.of(
        integers("sum", I.plus(J)),
        integers("difference", I.minus(J)),
        integers("product", I.times(J)),
        integers("minimum", I.min(J)),
        integers("maximum", I.max(J)),
        integers("negation", I.negate()),
        integers("magnitude", I.abs()),
        integers("choice by comparison", Expr.select(I.lt(J).or(I.eq(J)), I, J)),
        integers("choice by negated comparison", Expr.select(I.ge(J).and(I.ne(J)).not(), J, I)),
        OpCase.named("integers to floats")
            .integer("i", Domain.integers(-1000, 1000), 37)
            .computes(in -> in.get("i").toFloat()),
        OpCase.named("floats where integers agree")
            .input("x", Domain.uniform(-2, 2), 5, 7)
            .integer("i", Domain.integers(0, 3), 5, 1)
            .integer("j", Domain.integers(0, 3), 7)
            .computes(
                in ->
                    in.get("x")
                        .pointwise(
                            Expr.select(
                                Expr.input(1, ScalarType.INT).eq(Expr.input(2, ScalarType.INT)),
                                Expr.input(0).square(),
                                Expr.input(1, ScalarType.INT).toFloat()),
                            in.get("i"),
                            in.get("j"))));
  }

  private static OpCase integers(String what, Expr expression) {
    return OpCase.named("integer " + what + " with overflow")
        .operation("integer " + what)
        .integer("i", EXTREME, 7, 7)
        .integer("j", EXTREME, 7, 1)
        .computes(
            in -> in.get("i").graph().apply(new Pointwise(expression), in.get("i"), in.get("j")));
  }
}

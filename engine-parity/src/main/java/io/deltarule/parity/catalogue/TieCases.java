package io.deltarule.parity.catalogue;

import io.deltarule.expr.Expr;
import io.deltarule.op.Reduce.Kind;
import io.deltarule.parity.Domain;
import io.deltarule.parity.OpCase;
import java.util.List;

/**
 * Equal candidates for a maximum or minimum, which share its gradient. Of two candidates each gets
 * half, and half is also what central differences give: moved up, one of them is the maximum alone;
 * moved down, it is not. Of three they would give another share than a third, so there are two.
 */
final class TieCases {
  /** In rows of six, the largest and the smallest element twice, one of them the last. */
  private static final Domain PAIRS = Domain.values(3, -2, 1, -2, 0, 3, 2, -1, 4, 0, 4, -1);

  private static final Expr X = Expr.input(0);
  private static final Expr Y = Expr.input(1);

  private TieCases() {}

  static List<OpCase> reductions() {
    return List.of(reduction(Kind.MAX), reduction(Kind.MIN));
  }

  private static OpCase reduction(Kind kind) {
    return OpCase.named(kind + " of rows in which it occurs twice")
        .operation(kind.name())
        .input("x", PAIRS, 4, 6)
        .notSmooth()
        .computes(in -> in.get("x").reduce(kind, false, 1));
  }

  static List<OpCase> expressions() {
    return List.of(
        expression("larger of two that are equal in places", X.max(Y)),
        expression("smaller of two that are equal in places", X.min(Y)),
        expression("magnitude that is 0 in places", X.minus(Y).abs()));
  }

  private static OpCase expression(String name, Expr expression) {
    return OpCase.named(name)
        .input("x", Domain.values(1, 2, -3, 0.5), 12)
        .input("y", Domain.values(1, 1.5, -3), 12)
        .notSmooth()
        .computes(in -> in.get("x").pointwise(expression, in.get("y")));
  }
}

package io.deltarule.parity.catalogue;

import io.deltarule.graph.Value;
import io.deltarule.op.Concat;
import io.deltarule.op.Reduce.Kind;
import io.deltarule.op.ScatterAdd;
import io.deltarule.parity.Domain;
import io.deltarule.parity.OpCase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Signed zeros, denormal, tiny, huge and infinite elements, and NaN, in the operations that do not
 * compute element by element. A kernel's padding must not let them leak to other results.
 */
final class ExtremeCases {
  private static final double INFINITY = Double.POSITIVE_INFINITY;
  private static final Domain ALL =
      Domain.values(
          0.0,
          -0.0,
          1,
          Float.MIN_VALUE,
          -1e-40f,
          1e-30f,
          1e30f,
          -3e38f,
          INFINITY,
          -INFINITY,
          Double.NaN);

  /** Sums of these are finite float32 numbers. */
  private static final Domain WIDE =
      Domain.values(1e30f, -1e-30f, 1, -0.0, 1e-40f, -1e30f, 3, Float.MIN_VALUE, 1e-6f);

  private static final Domain TINY = Domain.values(1e-40f, -0.0, Float.MIN_VALUE, -1e-38f, 3e-39f);

  private ExtremeCases() {}

  static List<OpCase> reduce() {
    List<OpCase> cases = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      for (int axis = 0; axis < 2; axis++) {
        int along = axis;
        cases.add(
            OpCase.named(kind + " of wide magnitudes along " + axis)
                .operation(kind.name())
                .constant("x", WIDE, 19, 17)
                .computes(in -> in.get("x").reduce(kind, false, along)));
        cases.add(
            OpCase.named(kind + " of denormal numbers along " + axis)
                .operation(kind.name())
                .constant("x", TINY, 7, 67)
                .computes(in -> in.get("x").reduce(kind, false, along)));
      }
    }
    return cases;
  }

  static List<OpCase> matMul() {
    List<OpCase> cases = new ArrayList<>();
    // One row of A and one column of B are not finite; the other results must be.
    Domain row = (elements, random) -> Arrays.setAll(elements, i -> i < 5 ? INFINITY : i - 20.5);
    for (int flags = 0; flags < 4; flags++) {
      boolean ta = (flags & 1) != 0;
      boolean tb = (flags & 2) != 0;
      String which = (ta ? ", A transposed" : "") + (tb ? ", B transposed" : "");
      cases.add(
          OpCase.named("matmul with infinities in some rows" + which)
              .constant("a", row, ta ? new int[] {5, 15} : new int[] {15, 5})
              .constant("b", Domain.eitherSign(0.5, 2), tb ? new int[] {17, 5} : new int[] {5, 17})
              .computes(in -> in.get("a").matmul(in.get("b"), ta, tb)));
      cases.add(
          OpCase.named("matmul with NaN and infinities everywhere" + which)
              .constant("a", Domain.values(0, INFINITY, 1, 2, Double.NaN, -1, -0.0, 3), 9, 9)
              .constant("b", Domain.values(1, 0, -2, -INFINITY, 4, 0.5, 3), 9, 9)
              .computes(in -> in.get("a").matmul(in.get("b"), ta, tb)));
      cases.add(
          OpCase.named("matmul of huge by tiny elements" + which)
              .constant("a", Domain.values(1e30f, -3e30f, 1e25f), 9, 9)
              .constant("b", Domain.values(1e-30f, 2e-30f, -1e-25f, 1e-40f, 0), 9, 9)
              .computes(in -> in.get("a").matmul(in.get("b"), ta, tb)));
    }
    return cases;
  }

  static List<OpCase> layout() {
    return List.of(
        OpCase.named("transpose of extreme values")
            .operation("transpose")
            .constant("x", ALL, 7, 9)
            .computes(in -> in.get("x").transpose(1, 0)),
        OpCase.named("slice of extreme values")
            .operation("slice")
            .constant("x", ALL, 7, 9)
            .computes(in -> in.get("x").slice(1, 2, 7)),
        OpCase.named("pad of extreme values")
            .operation("pad")
            .constant("x", ALL, 23)
            .computes(in -> in.get("x").pad(0, 2, 3)),
        OpCase.named("concatenation of extreme values")
            .operation("concat")
            .constant("x", ALL, 3, 5)
            .constant("y", ALL, 3, 11)
            .computes(in -> Concat.of(1, List.of(in.get("x"), in.get("y")))));
  }

  static List<OpCase> index() {
    return List.of(
        OpCase.named("gather of extreme values")
            .operation("gather")
            .constant("table", ALL, 11, 3)
            .integer("indices", Domain.integers(0, 11), 7)
            .computes(in -> in.get("table").gather(in.get("indices"))),
        OpCase.named("scatter-add of wide magnitudes and infinities")
            .operation("scatterAdd")
            .constant("updates", Domain.values(1e30f, 1, INFINITY, -2, 1e-40f, 0.0), 9, 3)
            .integer("indices", Domain.values(0, 1, 2, 0), 9)
            .computes(
                in -> {
                  Value updates = in.get("updates");
                  return updates.graph().apply(new ScatterAdd(0, 4), updates, in.get("indices"));
                }));
  }
}

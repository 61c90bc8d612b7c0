package io.deltarule.benchmarks.cases;

import io.deltarule.op.Reduce.Kind;
import io.deltarule.parity.Domain;
import io.deltarule.parity.OpCase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Sums and maxima of everything, of rows, of columns, and of few long rows. */
final class Reductions {
  private static final Domain ELEMENTS = Domain.uniform(-1, 2);

  /** In the second-level cache, and beyond all caches. */
  private static final int[][] MATRICES = {{128, 1024}, {16_384, 1024}};

  private static final int[] FEW_LONG_ROWS = {4, 4_194_304};

  private Reductions() {}

  static List<BenchmarkCase> all() {
    List<BenchmarkCase> cases = new ArrayList<>();
    for (Kind kind : List.of(Kind.SUM, Kind.MAX)) {
      for (int[] matrix : MATRICES) {
        cases.add(reduce(kind, " of all of ", matrix, 0, 1));
        cases.add(reduce(kind, " of the rows of ", matrix, 1));
        cases.add(reduce(kind, " of the columns of ", matrix, 0));
      }
      cases.add(reduce(kind, " of the rows of ", FEW_LONG_ROWS, 1));
    }
    return cases;
  }

  private static BenchmarkCase reduce(Kind kind, String what, int[] dims, int... axes) {
    return BenchmarkCase.of(
        OpCase.named(kind + what + Arrays.toString(dims))
            .operation(kind.name())
            .input("x", ELEMENTS, dims)
            .computes(in -> in.get("x").reduce(kind, false, axes))
            .inFamily("reduce"));
  }
}

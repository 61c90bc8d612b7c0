package io.deltarule.parity.catalogue;

import io.deltarule.op.Reduce.Kind;
import io.deltarule.parity.Domain;
import io.deltarule.parity.OpCase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Sums, sums of squares, means and extremes over every kind of axis set, and the position of the
 * maximum.
 */
final class ReduceCases {
  private static final int[] LENGTHS = {1, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 97, 1031};
  private static final int[][] AXES = {
    {0}, {1}, {2}, {3}, {0, 1}, {2, 3}, {0, 3}, {1, 2}, {0, 2, 3}, {0, 1, 2, 3}
  };

  private ReduceCases() {}

  static List<OpCase> all() {
    List<OpCase> cases = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      for (int length : LENGTHS) {
        cases.add(reduce(kind, false, new int[] {1}, 3, length));
      }
      for (int[] axes : AXES) {
        cases.add(reduce(kind, axes.length % 2 == 0, axes, 2, 3, 4, 5));
      }
      cases.add(reduce(kind, false, new int[] {0}, 33, 17));
      cases.add(reduce(kind, true, new int[] {1}, 5, 0 + 1, 3));
      cases.add(reduce(kind, false, new int[] {0}, 3, 0));
    }
    for (Kind kind : List.of(Kind.SUM, Kind.SUM_OF_SQUARES)) {
      cases.add(reduce(kind, false, new int[] {1}, 3, 0));
      cases.add(reduce(kind, true, new int[] {0}, 0, 4));
    }
    for (Kind kind : List.of(Kind.MAX, Kind.MIN, Kind.SUM, Kind.SUM_OF_SQUARES)) {
      cases.add(
          OpCase.named(kind + " of infinities and NaN")
              .operation(kind.name())
              .constant(
                  "x",
                  Domain.values(
                      1, Double.POSITIVE_INFINITY, -3, Double.NEGATIVE_INFINITY, 0, Double.NaN, 2),
                  9,
                  5)
              .computes(in -> in.get("x").reduce(kind, false, 1)));
    }
    argMax(cases);
    cases.addAll(TieCases.reductions());
    return cases;
  }

  static OpCase reduce(Kind kind, boolean keepDims, int[] axes, int... dims) {
    boolean extreme = kind == Kind.MAX || kind == Kind.MIN;
    OpCase.Builder shape =
        OpCase.named(
                kind
                    + " of "
                    + Arrays.toString(dims)
                    + " over "
                    + Arrays.toString(axes)
                    + (keepDims ? " kept" : ""))
            .operation(kind.name())
            .input("x", extreme ? Domain.distinct(0.05) : Domain.uniform(-1, 2), dims);
    return (extreme ? shape.notSmooth() : shape)
        .computes(in -> in.get("x").reduce(kind, keepDims, axes));
  }

  private static void argMax(List<OpCase> cases) {
    int[][] dims = {{1, 1}, {5, 7}, {3, 16}, {4, 33}, {2, 97}};
    for (int[] d : dims) {
      for (int axis = 0; axis < 2; axis++) {
        int along = axis;
        cases.add(
            OpCase.named("argmax of " + Arrays.toString(d) + " along " + axis)
                .operation("argmax")
                .constant("x", Domain.distinct(0.1), d)
                .computes(in -> in.get("x").argMax(along)));
      }
    }
    cases.add(
        OpCase.named("argmax along the middle axis")
            .operation("argmax")
            .constant("x", Domain.uniform(-1, 1), 3, 5, 4)
            .computes(in -> in.get("x").argMax(1)));
    cases.add(
        OpCase.named("argmax takes the first of equals")
            .operation("argmax")
            .constant("x", Domain.values(1, 3, 3, 0, 3, 2, -1), 4, 35)
            .computes(in -> in.get("x").argMax(1)));
    cases.add(
        OpCase.named("argmax takes the first NaN")
            .operation("argmax")
            .constant(
                "x",
                Domain.values(1, 2, Double.NaN, Double.POSITIVE_INFINITY, Double.NaN, 3, -4),
                3,
                21)
            .computes(in -> in.get("x").argMax(1)));
    cases.add(
        OpCase.named("argmax of negative infinities is 0")
            .operation("argmax")
            .constant("x", Domain.values(Double.NEGATIVE_INFINITY), 2, 19)
            .computes(in -> in.get("x").argMax(1)));
  }
}

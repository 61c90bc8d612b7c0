package io.deltarule.parity.catalogue;

import io.deltarule.op.Gather;
import io.deltarule.op.ScatterAdd;
import io.deltarule.parity.Domain;
import io.deltarule.parity.OpCase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Selection by index and the sum of what is addressed to one place. */
final class IndexCases {
  private static final Domain ELEMENTS = Domain.uniform(-2, 2);

  private IndexCases() {}

  static List<OpCase> all() {
    List<OpCase> cases = new ArrayList<>();
    cases.add(gather(0, new int[] {5, 7}, 4));
    cases.add(gather(0, new int[] {5}, 9));
    cases.add(gather(0, new int[] {1, 17}, 3));
    cases.add(gather(0, new int[] {6, 3}, 2, 4));
    cases.add(gather(0, new int[] {6, 3}));
    cases.add(gather(0, new int[] {6, 3}, 0));
    cases.add(gather(1, new int[] {3, 5}, 8));
    cases.add(gather(1, new int[] {2, 5, 4}, 3, 2));
    cases.add(gather(2, new int[] {2, 3, 9}, 5));
    cases.add(
        OpCase.named("gather of integers")
            .operation("gather")
            .integer("table", Domain.integers(-99, 99), 5, 3)
            .integer("indices", Domain.integers(0, 5), 7)
            .computes(in -> in.get("table").gather(in.get("indices"))));
    cases.add(scatter(0, 4, new int[] {9}, new int[] {9, 3}));
    cases.add(scatter(0, 1, new int[] {33}, new int[] {33}));
    cases.add(scatter(0, 7, new int[] {2, 3}, new int[] {2, 3, 5}));
    cases.add(scatter(0, 3, new int[] {0}, new int[] {0, 4}));
    cases.add(scatter(0, 3, new int[] {}, new int[] {4}));
    cases.add(scatter(1, 5, new int[] {6}, new int[] {2, 6, 3}));
    cases.add(scatter(1, 2, new int[] {17}, new int[] {3, 17}));
    return cases;
  }

  static OpCase gather(int axis, int[] table, int... indices) {
    return OpCase.named(
            "gather of "
                + Arrays.toString(indices)
                + " from "
                + Arrays.toString(table)
                + " along "
                + axis)
        .operation("gather")
        .input("table", ELEMENTS, table)
        .integer("indices", Domain.integers(0, table[axis]), indices)
        .computes(
            in ->
                in.get("table")
                    .graph()
                    .apply(new Gather(axis), in.get("table"), in.get("indices")));
  }

  static OpCase scatter(int axis, int size, int[] indices, int[] updates) {
    return OpCase.named(
            "scatter-add of " + Arrays.toString(updates) + " to " + size + " places along " + axis)
        .operation("scatterAdd")
        .input("updates", ELEMENTS, updates)
        .integer("indices", Domain.integers(0, size), indices)
        .computes(
            in ->
                in.get("updates")
                    .graph()
                    .apply(new ScatterAdd(axis, size), in.get("updates"), in.get("indices")));
  }
}

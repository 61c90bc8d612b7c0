package io.deltarule.parity.catalogue;

import io.deltarule.parity.Domain;
import io.deltarule.parity.OpCase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Sums of rows that bags of indices select, and updates added to all places of their bags. */
final class BagCases {
  private static final Domain ELEMENTS = Domain.uniform(-2, 2);

  private BagCases() {}

  static List<OpCase> all() {
    List<OpCase> cases = new ArrayList<>();
    // The width of a row: around the lanes and four times the lanes of every vector, and a block.
    for (int width : new int[] {1, 3, 4, 5, 15, 16, 17, 31, 63, 64, 65, 513}) {
      cases.add(gatherSum(new int[] {5, width}, 3, 7));
      cases.add(scatter(5, new int[] {3, width}, 3, 7));
    }
    for (int length : new int[] {0, 1, 2, 13}) {
      cases.add(gatherSum(new int[] {6, 3}, 4, length));
      cases.add(scatter(6, new int[] {4, 3}, 4, length));
    }
    cases.add(gatherSum(new int[] {1, 2}, 3, 5));
    cases.add(scatter(1, new int[] {3, 2}, 3, 5));
    cases.add(gatherSum(new int[] {7}, 3, 5));
    cases.add(scatter(7, new int[] {3}, 3, 5));
    cases.add(gatherSum(new int[] {7, 2, 3}, 5));
    cases.add(scatter(7, new int[] {2, 3}, 5));
    cases.add(gatherSum(new int[] {7, 2, 3}, 2, 3, 5));
    cases.add(scatter(7, new int[] {2, 3, 2, 3}, 2, 3, 5));
    cases.add(gatherSum(new int[] {5, 3}, 0, 4));
    cases.add(scatter(5, new int[] {0, 3}, 0, 4));
    cases.add(gatherSum(new int[] {4, 0}, 2, 3));
    cases.add(scatter(4, new int[] {2, 0}, 2, 3));
    // More bags than go into a part, ranges of places, more indices than a chunk.
    cases.add(gatherSum(new int[] {300, 8}, 600, 11));
    cases.add(scatter(300, new int[] {600, 8}, 600, 11));
    cases.add(scatter(1_021, new int[] {7, 67}, 7, 101));
    // Hardly any place is addressed, and all indices address one of three.
    cases.add(scatter(40_000, new int[] {2, 3}, 2, 5));
    cases.add(scatter(3, new int[] {31, 64}, 31, 37));
    return cases;
  }

  static OpCase gatherSum(int[] table, int... indices) {
    return OpCase.named(
            "gather-sum of " + Arrays.toString(indices) + " from " + Arrays.toString(table))
        .operation("gatherSum")
        .input("table", ELEMENTS, table)
        .integer("indices", Domain.integers(0, table[0]), indices)
        .computes(in -> in.get("table").gatherSum(in.get("indices")));
  }

  static OpCase scatter(int size, int[] updates, int... indices) {
    return OpCase.named(
            "scatter-add of "
                + Arrays.toString(updates)
                + " to bags "
                + Arrays.toString(indices)
                + " of "
                + size
                + " places")
        .operation("scatterAddBags")
        .input("updates", ELEMENTS, updates)
        .integer("indices", Domain.integers(0, size), indices)
        .computes(in -> in.get("updates").scatterAddBags(in.get("indices"), size));
  }
}

package io.deltarule.parity.catalogue;

import io.deltarule.op.RandomFill;
import io.deltarule.op.RandomFill.Distribution;
import io.deltarule.parity.Domain;
import io.deltarule.parity.OpCase;
import io.deltarule.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Counter-based random numbers: every remainder of the block of four, seeds of either sign. */
final class RandomCases {
  private RandomCases() {}

  static List<OpCase> all() {
    List<OpCase> cases = new ArrayList<>();
    int[][] shapes = {
      {}, {0}, {1}, {2}, {3}, {4}, {5}, {7}, {8}, {9}, {16}, {17}, {3, 7}, {1024}, {1031}, {66_563}
    };
    for (Distribution distribution : Distribution.values()) {
      for (int[] shape : shapes) {
        cases.add(fill(distribution, 0, 7, 12, 3, shape));
      }
      cases.add(fill(distribution, 5, -1, Integer.MIN_VALUE, 0, 13));
      cases.add(fill(distribution, 5, -1, Integer.MIN_VALUE, -2, 13));
      cases.add(fill(distribution, 6, -1, Integer.MIN_VALUE, -2, 13));
    }
    return cases;
  }

  private static OpCase fill(
      Distribution distribution, int stream, int low, int high, int step, int... shape) {
    return OpCase.named(
            distribution
                + " "
                + Arrays.toString(shape)
                + " of stream "
                + stream
                + ", seed "
                + low
                + ":"
                + high
                + ", step "
                + step)
        .operation(distribution.name())
        .integer("seed", Domain.values(low, high), 2)
        .integer("step", Domain.values(step))
        .computes(
            in ->
                in.get("seed")
                    .graph()
                    .apply(
                        new RandomFill(distribution, Shape.of(shape), stream),
                        in.get("seed"),
                        in.get("step")));
  }
}

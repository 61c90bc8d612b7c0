package io.deltarule.parity.catalogue;

import io.deltarule.expr.Expr;
import io.deltarule.op.Broadcast;
import io.deltarule.parity.Domain;
import io.deltarule.parity.OpCase;
import io.deltarule.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Broadcasting: implicit between the inputs of an expression, and as an operation. */
final class BroadcastCases {
  private static final int[][][] PAIRS = {
    {{}, {3, 5}},
    {{1}, {7}},
    {{5}, {3, 5}},
    {{17}, {4, 17}},
    {{3, 1}, {3, 5}},
    {{3, 1}, {1, 5}},
    {{2, 3, 5}, {3, 1}},
    {{4, 1, 5}, {2, 1}},
    {{2, 1, 3, 1}, {4, 1, 9}},
    {{1, 1}, {2, 2, 2}},
    {{1, 3}, {0, 3}},
    {{2, 0}, {1}},
    {{33, 1}, {33, 33}},
    {{1, 33}, {33, 1}}
  };

  private BroadcastCases() {}

  static List<OpCase> all() {
    List<OpCase> cases = new ArrayList<>();
    for (int[][] pair : PAIRS) {
      String shapes = Arrays.toString(pair[0]) + " with " + Arrays.toString(pair[1]);
      cases.add(
          OpCase.named("product of " + shapes)
              .input("x", Domain.uniform(-2, 2), pair[0])
              .input("y", Domain.uniform(-2, 2), pair[1])
              .computes(in -> in.get("x").mul(in.get("y"))));
    }
    cases.add(
        OpCase.named("three inputs of three shapes")
            .input("x", Domain.uniform(-2, 2), 2, 1, 5)
            .input("y", Domain.uniform(-2, 2), 3, 1)
            .input("z", Domain.uniform(0.5, 2))
            .computes(
                in ->
                    in.get("x")
                        .pointwise(
                            Expr.input(0).times(Expr.input(1)).over(Expr.input(2)),
                            in.get("y"),
                            in.get("z"))));
    int[][][] repeated = {
      {{}, {3, 4}},
      {{1}, {9}},
      {{}, {17}},
      {{5}, {3, 5}},
      {{3, 1}, {3, 8}},
      {{2, 1, 3}, {4, 2, 5, 3}},
      {{1, 1}, {0, 4}}
    };
    for (int[][] shapes : repeated) {
      cases.add(
          OpCase.named(
                  "broadcast " + Arrays.toString(shapes[0]) + " to " + Arrays.toString(shapes[1]))
              .input("x", Domain.uniform(-2, 2), shapes[0])
              .computes(
                  in ->
                      in.get("x").graph().apply(new Broadcast(Shape.of(shapes[1])), in.get("x"))));
    }
    cases.add(
        OpCase.named("broadcast integers [3, 1] to [2, 3, 4]")
            .integer("x", Domain.integers(-9, 9), 3, 1)
            .computes(
                in -> in.get("x").graph().apply(new Broadcast(Shape.of(2, 3, 4)), in.get("x"))));
    return cases;
  }
}

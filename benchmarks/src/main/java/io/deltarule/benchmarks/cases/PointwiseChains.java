package io.deltarule.benchmarks.cases;

import io.deltarule.graph.Value;
import io.deltarule.layer.Activations;
import io.deltarule.parity.Domain;
import io.deltarule.parity.OpCase;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Pointwise operations that fuse into one pass over memory: short and long, with broadcasting. */
final class PointwiseChains {
  private static final Domain ELEMENTS = Domain.uniform(-2, 2);

  /**
   * Elements of each tensor: two or three of them fit a first-level cache, a second-level cache,
   * neither.
   */
  private static final int[] SIZES = {2048, 65_536, 16_777_216};

  private static final int[][] MATRICES = {{64, 1024}, {16_384, 1024}};
  private static final int LONG = 20;

  private PointwiseChains() {}

  static List<BenchmarkCase> all() {
    List<BenchmarkCase> cases = new ArrayList<>();
    for (int size : SIZES) {
      cases.add(sum(size));
      cases.add(unary("ReLU", size, x -> x.map(Activations.relu())));
      cases.add(unary("GELU", size, x -> x.map(Activations.gelu())));
      cases.add(unary("chain of " + LONG, size, PointwiseChains::chain));
    }
    for (int[] matrix : MATRICES) {
      cases.add(broadcast("row bias and ReLU", matrix, 1, matrix[1]));
      cases.add(broadcast("column bias and ReLU", matrix, matrix[0], 1));
    }
    return cases;
  }

  private static BenchmarkCase sum(int size) {
    return BenchmarkCase.of(
        OpCase.named("a + b of " + size)
            .operation("ADD")
            .input("a", ELEMENTS, size)
            .input("b", ELEMENTS, size)
            .computes(in -> in.get("a").add(in.get("b")))
            .inFamily("pointwise"));
  }

  private static BenchmarkCase unary(String name, int size, UnaryOperator<Value> function) {
    return BenchmarkCase.of(
        OpCase.named(name + " of " + size)
            .operation(name)
            .input("x", ELEMENTS, size)
            .computes(in -> function.apply(in.get("x")))
            .inFamily("pointwise"));
  }

  /**
   * Additions and multiplications in turn, each of a constant of its own: no one cancels another.
   */
  private static Value chain(Value x) {
    Value y = x;
    for (int i = 1; i <= LONG / 2; i++) {
      y = y.mul(1 - 1.0 / (i + 2)).add(1.0 / i);
    }
    return y;
  }

  private static BenchmarkCase broadcast(String name, int[] matrix, int... bias) {
    return BenchmarkCase.of(
        OpCase.named(name + " of " + matrix[0] + " x " + matrix[1])
            .operation("broadcast")
            .input("x", ELEMENTS, matrix)
            .input("bias", ELEMENTS, bias)
            .computes(in -> in.get("x").add(in.get("bias")).map(Activations.relu()))
            .inFamily("pointwise"));
  }
}

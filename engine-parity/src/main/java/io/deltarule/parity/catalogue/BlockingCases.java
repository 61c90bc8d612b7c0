package io.deltarule.parity.catalogue;

import io.deltarule.expr.Expr;
import io.deltarule.op.MatMul;
import io.deltarule.op.Reduce.Kind;
import io.deltarule.parity.Domain;
import io.deltarule.parity.OpCase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Shapes on either side of the boundaries at which kernels cut their work: tiles and blocks of
 * matrix products, interleaved lanes, pieces and chunks of reductions, parts for worker threads.
 */
final class BlockingCases {
  private static final Domain ELEMENTS = Domain.uniform(-1, 1);

  private BlockingCases() {}

  /** Tiles of 6, 8, 12 and 14 rows by 4 to 32 columns, blocks of 256 of K, 16 blocks at once. */
  static List<OpCase> matMul() {
    List<OpCase> cases = new ArrayList<>();
    int[] rows = {5, 6, 7, 8, 9, 11, 12, 13, 14, 28};
    for (int m : rows) {
      cases.add(MatMulCases.product(m, 33, 5, m % 2 == 0, m % 3 == 0));
    }
    int[] columns = {4, 7, 8, 9, 15, 16, 17, 24, 31, 32, 48, 63, 64, 65, 128};
    for (int n : columns) {
      cases.add(MatMulCases.product(14, n, 6, n % 3 == 0, n % 2 == 0));
    }
    for (int k : new int[] {255, 256, 257, 511, 512, 513}) {
      cases.add(MatMulCases.product(3, 9, k, k % 3 == 0, k % 2 == 0));
    }
    for (int k : new int[] {4095, 4096, 4097}) {
      cases.add(MatMulCases.product(2, 3, k, k % 3 == 0, k % 2 == 0));
    }
    // 2^18 multiply-adds, one more row, and tasks that end within a block.
    int[][] shared = {{64, 64, 64}, {65, 64, 64}, {230, 65, 20}, {20, 260, 60}, {15, 33, 600}};
    for (int i = 0; i < shared.length; i++) {
      cases.add(
          MatMulCases.product(shared[i][0], shared[i][1], shared[i][2], i % 2 == 1, i % 3 == 1));
    }
    Expr relu = Expr.input(0).plus(Expr.input(1)).max(Expr.ZERO);
    cases.add(
        OpCase.named("matmul of several blocks of each kind with bias and ReLU")
            .constant("a", ELEMENTS, 29, 300)
            .constant("b", ELEMENTS, 300, 70)
            .constant("bias", ELEMENTS, 70)
            .computes(
                in ->
                    in.get("a")
                        .graph()
                        .apply(
                            new MatMul(false, false, List.of(relu)),
                            in.get("a"),
                            in.get("b"),
                            in.get("bias"))));
    return cases;
  }

  /** 64 interleaved lanes, pieces of 2^14, chunks of 64 to 512 rows, blocks of 2048 columns. */
  static List<OpCase> reduce() {
    List<OpCase> cases = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      for (int length : new int[] {63, 64, 65, 127, 128, 129}) {
        cases.add(ReduceCases.reduce(kind, false, new int[] {1}, 2, length));
      }
    }
    for (Kind kind : List.of(Kind.SUM, Kind.MAX)) {
      cases.add(ReduceCases.reduce(kind, false, new int[] {0}, (1 << 14) + 1));
      cases.add(ReduceCases.reduce(kind, false, new int[] {1}, 260, 65));
      cases.add(ReduceCases.reduce(kind, false, new int[] {0}, 65, 600));
      cases.add(ReduceCases.reduce(kind, false, new int[] {0}, 513, 3));
      cases.add(ReduceCases.reduce(kind, true, new int[] {1}, 2, 65, 513));
      cases.add(ReduceCases.reduce(kind, false, new int[] {0}, 2, 2049));
      cases.add(ReduceCases.reduce(kind, false, new int[] {0, 2}, 40, 5, 33, 4));
    }
    cases.add(
        OpCase.named("argmax of [7, 5000] along 1")
            .operation("argmax")
            .constant("x", Domain.distinct(0.1), 7, 5000)
            .computes(in -> in.get("x").argMax(1)));
    return cases;
  }

  /** Rows in parts of 2^12 elements, and as many rows a part as 64 parts make. */
  static List<OpCase> softmax() {
    List<OpCase> cases = new ArrayList<>();
    for (int[] dims : new int[][] {{9, 1000}, {65, 63}, {65, 65}}) {
      cases.add(
          OpCase.named("softmax of parts of " + Arrays.toString(dims))
              .operation("softmax")
              .input("logits", ELEMENTS, dims)
              .computes(in -> in.get("logits").softmax(1)));
    }
    cases.add(
        OpCase.named("log-softmax of more rows than parts")
            .operation("logSoftmax")
            .constant("logits", ELEMENTS, 66, 4097)
            .computes(in -> in.get("logits").logSoftmax(1)));
    return cases;
  }

  /** Scattered rows in blocks of 512 columns, gathered ones in parts of 2^14 elements. */
  static List<OpCase> index() {
    List<OpCase> cases = new ArrayList<>();
    for (int width : new int[] {511, 512, 513, 1025}) {
      cases.add(IndexCases.scatter(0, 3, new int[] {5}, new int[] {5, width}));
    }
    cases.add(IndexCases.scatter(1, 3, new int[] {4}, new int[] {2, 4, 513}));
    // More places than a range of the CPU backend's has, and more indices than its chunks.
    cases.add(IndexCases.scatter(0, 1_500, new int[] {700}, new int[] {700, 33}));
    cases.add(IndexCases.scatter(1, 67, new int[] {4_099}, new int[] {2, 4_099, 5}));
    cases.add(IndexCases.gather(0, new int[] {5, 60}, 300));
    cases.add(IndexCases.gather(1, new int[] {2, 5, 129}, 70));
    cases.add(IndexCases.gather(0, new int[] {2, 16385}, 3));
    return cases;
  }

  /** Pieces of one long row, and parts of many short ones. */
  static List<OpCase> pointwise() {
    Expr sum = Expr.input(0).times(Expr.input(1)).plus(Expr.input(2));
    List<OpCase> cases = new ArrayList<>();
    for (int size : new int[] {63, 64, 65, 44_001}) {
      cases.add(
          OpCase.named("x y + z in pieces of " + size)
              .input("x", ELEMENTS, size)
              .input("y", ELEMENTS, size)
              .input("z", ELEMENTS, size)
              .computes(in -> in.get("x").pointwise(sum, in.get("y"), in.get("z"))));
    }
    cases.add(
        OpCase.named("x y + z of many short rows")
            .input("x", ELEMENTS, 1500, 17)
            .input("y", ELEMENTS, 1500, 1)
            .input("z", ELEMENTS, 17)
            .computes(in -> in.get("x").pointwise(sum, in.get("y"), in.get("z"))));
    return cases;
  }
}

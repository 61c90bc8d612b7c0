package io.deltarule.parity.catalogue;

import io.deltarule.expr.Expr;
import io.deltarule.op.MatMul;
import io.deltarule.parity.Domain;
import io.deltarule.parity.OpCase;
import java.util.ArrayList;
import java.util.List;

/** Matrix products: sizes across blocking boundaries, all transposes, batches, epilogues. */
final class MatMulCases {
  private static final Domain ELEMENTS = Domain.uniform(-1, 1);

  /** M, N, K. */
  private static final int[][] SIZES = {
    {1, 1, 1},
    {1, 7, 5},
    {5, 1, 3},
    {3, 5, 7},
    {4, 8, 16},
    {5, 9, 17},
    {15, 17, 31},
    {16, 16, 16},
    {17, 33, 15},
    {1, 1, 97},
    {97, 3, 1},
    {2, 97, 13},
    {70, 67, 33},
    {8, 33, 129},
    {29, 65, 260},
    {0, 3, 2},
    {3, 0, 2},
    {3, 2, 0}
  };

  private MatMulCases() {}

  static List<OpCase> all() {
    List<OpCase> cases = new ArrayList<>();
    for (int[] size : SIZES) {
      for (int flags = 0; flags < 4; flags++) {
        cases.add(product(size[0], size[1], size[2], (flags & 1) != 0, (flags & 2) != 0));
      }
    }
    batches(cases);
    epilogues(cases);
    cases.add(
        OpCase.named("matmul of a matrix with itself transposed")
            .input("a", ELEMENTS, 6, 9)
            .computes(in -> in.get("a").matmul(in.get("a"), false, true)));
    return cases;
  }

  static OpCase product(int m, int n, int k, boolean ta, boolean tb) {
    return OpCase.named("matmul " + m + " x " + n + " x " + k + flags(ta, tb))
        .input("a", ELEMENTS, ta ? new int[] {k, m} : new int[] {m, k})
        .input("b", ELEMENTS, tb ? new int[] {n, k} : new int[] {k, n})
        .computes(in -> in.get("a").matmul(in.get("b"), ta, tb));
  }

  private static String flags(boolean ta, boolean tb) {
    return (ta ? ", A transposed" : "") + (tb ? ", B transposed" : "");
  }

  private static void batches(List<OpCase> cases) {
    int[][][] batches = {
      {{2}, {2}},
      {{3}, {1}},
      {{1}, {3}},
      {{3}, {}},
      {{}, {3}},
      {{2, 1}, {3}},
      {{2, 3}, {2, 3}},
      {{2, 1}, {1, 3}},
      {{0}, {1}}
    };
    for (int[][] batch : batches) {
      for (int flags = 0; flags < 4; flags++) {
        boolean ta = (flags & 1) != 0;
        boolean tb = (flags & 2) != 0;
        int[] a = append(batch[0], ta ? 5 : 4, ta ? 4 : 5);
        int[] b = append(batch[1], tb ? 3 : 5, tb ? 5 : 3);
        cases.add(
            OpCase.named(
                    "matmul of batches "
                        + java.util.Arrays.toString(batch[0])
                        + " and "
                        + java.util.Arrays.toString(batch[1])
                        + flags(ta, tb))
                .input("a", ELEMENTS, a)
                .input("b", ELEMENTS, b)
                .computes(in -> in.get("a").matmul(in.get("b"), ta, tb)));
      }
    }
  }

  private static int[] append(int[] batch, int rows, int columns) {
    int[] dims = java.util.Arrays.copyOf(batch, batch.length + 2);
    dims[batch.length] = rows;
    dims[batch.length + 1] = columns;
    return dims;
  }

  /**
   * The compiler attaches epilogues after differentiation, so they have no gradient of their own.
   */
  private static void epilogues(List<OpCase> cases) {
    Expr c = Expr.input(0);
    Expr bias = Expr.input(1);
    Expr relu = c.plus(bias).max(Expr.ZERO);
    for (int n : new int[] {1, 5, 16, 33}) {
      for (int flags = 0; flags < 4; flags++) {
        boolean ta = (flags & 1) != 0;
        boolean tb = (flags & 2) != 0;
        cases.add(
            OpCase.named("matmul to " + n + " columns with bias and ReLU" + flags(ta, tb))
                .constant("a", ELEMENTS, ta ? new int[] {6, 9} : new int[] {9, 6})
                .constant("b", ELEMENTS, tb ? new int[] {n, 6} : new int[] {6, n})
                .constant("bias", ELEMENTS, n)
                .computes(
                    in ->
                        in.get("a")
                            .graph()
                            .apply(
                                new MatMul(ta, tb, List.of(relu)),
                                in.get("a"),
                                in.get("b"),
                                in.get("bias"))));
      }
    }
    cases.add(
        OpCase.named("matmul of batches with two outputs, a column and a full epilogue input")
            .constant("a", ELEMENTS, 2, 5, 7)
            .constant("b", ELEMENTS, 7, 9)
            .constant("column", ELEMENTS, 5, 1)
            .constant("full", ELEMENTS, 2, 5, 9)
            .computesAll(
                in ->
                    in.get("a")
                        .graph()
                        .apply(
                            new MatMul(
                                false, false, List.of(c.times(bias).tanh(), c.plus(Expr.input(2)))),
                            List.of(in.get("a"), in.get("b"), in.get("column"), in.get("full")))
                        .outputs()));
    cases.add(
        OpCase.named("matmul over no terms with an epilogue")
            .constant("a", ELEMENTS, 3, 0)
            .constant("b", ELEMENTS, 0, 4)
            .constant("bias", ELEMENTS, 4)
            .computes(
                in ->
                    in.get("a")
                        .graph()
                        .apply(
                            new MatMul(false, false, List.of(relu)),
                            in.get("a"),
                            in.get("b"),
                            in.get("bias"))));
  }
}

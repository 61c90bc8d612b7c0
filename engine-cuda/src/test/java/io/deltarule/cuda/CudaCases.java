package io.deltarule.cuda;

import io.deltarule.expr.Expr;
import io.deltarule.graph.Value;
import io.deltarule.op.CenteredSums;
import io.deltarule.op.ConvolutionWeightGradient;
import io.deltarule.op.Gather;
import io.deltarule.op.MatMul;
import io.deltarule.op.Moments;
import io.deltarule.op.NormalizeRows;
import io.deltarule.op.NormalizeRowsGradient;
import io.deltarule.op.Reduce.Kind;
import io.deltarule.op.ScatterAdd;
import io.deltarule.op.SoftmaxCrossEntropy;
import io.deltarule.op.Transpose;
import io.deltarule.op.Window;
import io.deltarule.parity.Domain;
import io.deltarule.parity.OpCase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Sizes on both sides of where the CUDA kernels change their ways: lanes, warps, blocks, chunks,
 * tiles, passes of the sort, vectors.
 */
final class CudaCases {
  private static final Domain ELEMENTS = Domain.uniform(-2, 2);

  private CudaCases() {}

  static List<OpCase> all() {
    List<OpCase> cases = new ArrayList<>();
    reductions(cases);
    softmaxes(cases);
    moves(cases);
    indices(cases);
    normalizations(cases);
    pointwise(cases);
    convolutions(cases);
    Expr sign = Expr.select(Expr.input(0).lt(Expr.ZERO), Expr.constantInt(-1), Expr.constantInt(1));
    cases.add(
        OpCase.named("product of which only an integer remains")
            .operation("matmul")
            .constant("a", ELEMENTS, 9, 5)
            .constant("b", ELEMENTS, 5, 7)
            .computes(
                in ->
                    in.get("a")
                        .graph()
                        .apply(new MatMul(false, false, List.of(sign)), in.get("a"), in.get("b"))));
    return cases;
  }

  private static void reductions(List<OpCase> cases) {
    int[][] shapes = {{5, 512}, {5, 513}, {3, 20_000}, {1, 70_001}};
    for (int[] shape : shapes) {
      reduce(cases, shape, 1);
    }
    reduce(cases, new int[] {20_000, 3}, 0);
    reduce(cases, new int[] {9_000, 33}, 0);
    reduce(cases, new int[] {2, 900, 40}, 1);
    reduce(cases, new int[] {3, 5, 300}, 1);
    reduce(cases, new int[] {2, 3, 4, 600}, 1, 3);
    reduce(cases, new int[] {600, 2, 7, 3, 5}, 0, 2, 4);
    argMax(cases, 1, 3, 512);
    argMax(cases, 1, 3, 2_000);
    argMax(cases, 0, 1_500, 3);
    argMax(cases, 1, 2, 70, 40);
  }

  private static void reduce(List<OpCase> cases, int[] shape, int... axes) {
    for (Kind kind : List.of(Kind.SUM, Kind.SUM_OF_SQUARES, Kind.MEAN, Kind.MAX)) {
      cases.add(
          OpCase.named(kind + " of " + Arrays.toString(shape) + " over " + Arrays.toString(axes))
              .operation("reduce")
              .constant("x", ELEMENTS, shape)
              .computes(in -> in.get("x").reduce(kind, false, axes)));
    }
  }

  private static void argMax(List<OpCase> cases, int axis, int... shape) {
    for (Domain domain : List.of(ELEMENTS, Domain.values(1, 2, 3, 3, -1, Double.NaN, 2))) {
      cases.add(
          OpCase.named("argmax of " + Arrays.toString(shape) + " along " + axis + " in " + domain)
              .operation("argMax")
              .constant("x", domain, shape)
              .computes(in -> in.get("x").argMax(axis)));
    }
  }

  private static void softmaxes(List<OpCase> cases) {
    for (int classes : new int[] {32, 33, 128, 129, 256, 257, 512, 513, 1024, 1025, 3_001}) {
      softmax(cases, 1, ELEMENTS, 3, classes);
      cases.add(
          OpCase.named("cross-entropy of [3, " + classes + "]")
              .operation("softmaxCrossEntropy")
              .input("logits", Domain.uniform(-9, 9), 3, classes)
              .integer("labels", Domain.integers(0, classes), 3)
              .computesAll(
                  in ->
                      in.get("logits")
                          .graph()
                          .apply(
                              new SoftmaxCrossEntropy(),
                              List.of(in.get("logits"), in.get("labels")))
                          .outputs()));
    }
    softmax(cases, 0, ELEMENTS, 700, 3);
    softmax(cases, 1, ELEMENTS, 2, 90, 40);
    softmax(cases, 1, Domain.values(0, -1e4, 1e4, 3, 7, -2), 2, 1_500);
    softmax(cases, 1, Domain.values(Double.NEGATIVE_INFINITY, 3, 1), 2, 1_500);
    softmax(cases, 0, Domain.values(Double.NEGATIVE_INFINITY, 3, 1), 1_500, 2);
    softmax(cases, 1, Domain.values(Double.NEGATIVE_INFINITY), 2, 1_100);
    softmax(cases, 1, Domain.values(Double.POSITIVE_INFINITY, 3, 1), 2, 40);
    softmax(cases, 1, Domain.values(Double.POSITIVE_INFINITY, 3, 1), 2, 1_100);
  }

  private static void softmax(List<OpCase> cases, int axis, Domain domain, int... shape) {
    String of = " of " + Arrays.toString(shape) + " along " + axis + " in " + domain;
    cases.add(
        OpCase.named("softmax" + of)
            .operation("softmax")
            .constant("x", domain, shape)
            .computes(in -> in.get("x").softmax(axis)));
    cases.add(
        OpCase.named("log-softmax" + of)
            .operation("logSoftmax")
            .constant("x", domain, shape)
            .computes(in -> in.get("x").logSoftmax(axis)));
  }

  private static void moves(List<OpCase> cases) {
    transpose(cases, new int[] {33, 65}, 1, 0);
    transpose(cases, new int[] {32, 64}, 1, 0);
    transpose(cases, new int[] {7, 65}, 1, 0);
    transpose(cases, new int[] {3, 40, 70}, 0, 2, 1);
    transpose(cases, new int[] {9, 3, 35}, 2, 1, 0);
    transpose(cases, new int[] {4, 9, 5, 11}, 3, 0, 2, 1);
    transpose(cases, new int[] {3, 9, 2, 8, 10}, 4, 2, 0, 3, 1);
    transpose(cases, new int[] {2, 3, 2, 9, 2, 10}, 5, 2, 1, 3, 0, 4);
    for (int from : new int[] {0, 1, 2, 4, 16}) {
      cases.add(
          OpCase.named("slice of [5, 64] from " + from)
              .operation("slice")
              .input("x", ELEMENTS, 5, 64)
              .computes(in -> in.get("x").slice(1, from, from + 32)));
    }
    cases.add(
        OpCase.named("pad of [3, 30] by 1 and 1")
            .operation("pad")
            .input("x", ELEMENTS, 3, 30)
            .computes(in -> in.get("x").pad(1, 1, 1)));
  }

  private static void transpose(List<OpCase> cases, int[] shape, int... permutation) {
    String of = " of " + Arrays.toString(shape) + " to " + Arrays.toString(permutation);
    cases.add(
        OpCase.named("transposition" + of)
            .operation("transpose")
            .input("x", ELEMENTS, shape)
            .computes(in -> in.get("x").graph().apply(Transpose.of(permutation), in.get("x"))));
    cases.add(
        OpCase.named("transposition of integers" + of)
            .operation("transpose")
            .integer("x", Domain.integers(-99, 99), shape)
            .computes(in -> in.get("x").graph().apply(Transpose.of(permutation), in.get("x"))));
  }

  private static void indices(List<OpCase> cases) {
    scatter(cases, 0, 255, 1_023, 1_023, 3);
    scatter(cases, 0, 256, 1_025, 1_025, 2);
    scatter(cases, 0, 70_000, 3_000, 3_000);
    scatter(cases, 0, 2, 2_500, 2_500, 5);
    scatter(cases, 1, 300, 40, 3, 40, 300);
    bags(cases, 7, 33, 3, 1);
    bags(cases, 7, 32, 9, 4);
    bags(cases, 7, 31, 9, 5);
    bags(cases, 7, 1, 5, 1_031);
    bags(cases, 7, 2, 300, 3);
    bags(cases, 300, 65, 11, 200);
    for (int after : new int[] {255, 256, 257, 600}) {
      cases.add(
          OpCase.named("gather of rows of " + after)
              .operation("gather")
              .input("table", ELEMENTS, 2, 7, after)
              .integer("indices", Domain.integers(0, 7), 5)
              .computes(
                  in ->
                      in.get("table")
                          .graph()
                          .apply(new Gather(1), in.get("table"), in.get("indices"))));
    }
  }

  private static void scatter(List<OpCase> cases, int axis, int size, int count, int... updates) {
    cases.add(
        OpCase.named("scatter-add of " + Arrays.toString(updates) + " to " + size + " places")
            .operation("scatterAdd")
            .input("updates", ELEMENTS, updates)
            .integer("indices", Domain.integers(0, size), count)
            .computes(
                in ->
                    in.get("updates")
                        .graph()
                        .apply(new ScatterAdd(axis, size), in.get("updates"), in.get("indices"))));
  }

  /**
   * Bags of several lengths and widths, which decide how a block shares them out; and the adjoint.
   */
  private static void bags(List<OpCase> cases, int places, int after, int bags, int length) {
    String of = bags + " bags of " + length + " from [" + places + ", " + after + "]";
    cases.add(
        OpCase.named("gather-sum of " + of)
            .operation("gatherSum")
            .input("table", ELEMENTS, places, after)
            .integer("indices", Domain.integers(0, places), bags, length)
            .computes(in -> in.get("table").gatherSum(in.get("indices"))));
    cases.add(
        OpCase.named("scatter-add to " + of)
            .operation("scatterAddBags")
            .input("updates", ELEMENTS, bags, after)
            .integer("indices", Domain.integers(0, places), bags, length)
            .computes(in -> in.get("updates").scatterAddBags(in.get("indices"), places)));
  }

  /** Tiles of 64 rows and columns, and weight gradients in one stretch and in several. */
  private static void convolutions(List<OpCase> cases) {
    convolution(cases, new int[] {2, 3, 8, 8}, new int[] {64, 3, 3, 3});
    convolution(cases, new int[] {1, 33, 9, 9}, new int[] {65, 33, 2, 2});
    convolution(cases, new int[] {3, 1, 24, 24}, new int[] {2, 1, 3, 3});
  }

  private static void convolution(List<OpCase> cases, int[] x, int[] w) {
    Window window = Window.ofAxes(2);
    List<Integer> kernel = List.of(w[2], w[3]);
    String of = Arrays.toString(x) + " with tiles of " + Arrays.toString(w);
    cases.add(
        OpCase.named("convolution of " + of)
            .operation("convolution")
            .input("x", ELEMENTS, x)
            .input("w", ELEMENTS, w)
            .computes(in -> in.get("x").convolution(in.get("w"), window, 1)));
    cases.add(
        OpCase.named("weight gradient of " + of)
            .operation("convolutionWeightGradient")
            .input("x", ELEMENTS, x)
            .input("dy", ELEMENTS, x[0], w[0], x[2] - w[2] + 1, x[3] - w[3] + 1)
            .computes(
                in ->
                    in.get("x")
                        .graph()
                        .apply(
                            new ConvolutionWeightGradient(window, 1, kernel),
                            in.get("x"),
                            in.get("dy"))));
  }

  /** Statistics and rows on both sides of where a block hands sums on. */
  private static void normalizations(List<OpCase> cases) {
    // Channels in one block, and in chunks: runs of positions, and columns.
    int[][] channels = {{2, 3, 100}, {1, 2, 9_000}, {40, 2, 300}, {20_000, 3, 1}, {9_000, 33, 1}};
    for (int[] shape : channels) {
      cases.add(
          OpCase.named("chunks of moments of " + Arrays.toString(shape))
              .operation("moments")
              .constant("x", Domain.uniform(99, 101), shape)
              .computesAll(
                  in -> in.get("x").graph().apply(new Moments(), List.of(in.get("x"))).outputs()));
      cases.add(
          OpCase.named("chunks of centered sums of " + Arrays.toString(shape))
              .operation("centeredSums")
              .constant("g", ELEMENTS, shape)
              .constant("x", ELEMENTS, shape)
              .constant("mean", ELEMENTS, shape[1])
              .computesAll(
                  in ->
                      in.get("x")
                          .graph()
                          .apply(
                              new CenteredSums(), List.of(in.get("g"), in.get("x"), in.get("mean")))
                          .outputs()));
    }
    // Rows of a warp, and of a block; weights whose gradients are summed in chunks.
    int[][] rows = {{3, 512}, {3, 513}, {2, 3_001}, {9_000, 3}, {700, 40}};
    for (int[] shape : rows) {
      for (boolean centered : new boolean[] {true, false}) {
        cases.add(normalizedRows(centered, shape));
      }
    }
  }

  private static OpCase normalizedRows(boolean centered, int... shape) {
    NormalizeRows forward = new NormalizeRows(1e-5, centered);
    NormalizeRowsGradient backward = new NormalizeRowsGradient(centered, true, true);
    return OpCase.named(
            (centered ? "centered" : "plain") + " rows and gradient of " + Arrays.toString(shape))
        .operation("normalizeRowsGradient")
        .constant("x", ELEMENTS, shape)
        .constant("dy", ELEMENTS, shape)
        .constant("weight", ELEMENTS, shape[1])
        .constant("bias", ELEMENTS, shape[1])
        .computesAll(
            in -> {
              List<Value> inputs = List.of(in.get("x"), in.get("weight"), in.get("bias"));
              List<Value> normal = in.get("x").graph().apply(forward, inputs).outputs();
              List<Value> wanted = new ArrayList<>(List.of(in.get("dy"), in.get("x")));
              wanted.addAll(normal.subList(1, normal.size()));
              wanted.add(in.get("weight"));
              List<Value> results = new ArrayList<>(normal);
              results.addAll(in.get("x").graph().apply(backward, wanted).outputs());
              return results;
            });
  }

  /** Broadcasts with and without vectors, and more tensors than a thread takes vectors of. */
  private static void pointwise(List<OpCase> cases) {
    for (int width : new int[] {2, 3, 4, 6, 8}) {
      cases.add(
          OpCase.named("row and column broadcast to [5, 3, " + width + "]")
              .operation("broadcast")
              .input("x", ELEMENTS, 5, 3, width)
              .input("row", ELEMENTS, width)
              .input("column", ELEMENTS, 3, 1)
              .computes(in -> in.get("x").mul(in.get("row")).add(in.get("column"))));
    }
    for (int count : new int[] {7, 8, 15, 16}) {
      OpCase.Builder sum = OpCase.named("sum of " + count + " tensors of 37").operation("sum");
      for (int i = 0; i < count; i++) {
        sum.input("x" + i, ELEMENTS, 37);
      }
      cases.add(
          sum.computes(
              in ->
                  IntStream.range(1, count)
                      .mapToObj(i -> in.get("x" + i))
                      .reduce(in.get("x0"), (a, b) -> a.add(b))));
    }
  }
}

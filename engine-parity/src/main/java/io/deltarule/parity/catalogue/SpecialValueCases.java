package io.deltarule.parity.catalogue;

import io.deltarule.op.Concat;
import io.deltarule.op.ConvolutionInputGradient;
import io.deltarule.op.ConvolutionWeightGradient;
import io.deltarule.op.Gather;
import io.deltarule.op.Pad;
import io.deltarule.op.Reduce.Kind;
import io.deltarule.op.ScatterAdd;
import io.deltarule.op.Slice;
import io.deltarule.op.Window;
import io.deltarule.parity.Domain;
import io.deltarule.parity.OpCase;
import io.deltarule.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * NaN, infinities and magnitudes near the ends of float32 through operations that move elements or
 * sum them: a kernel may not take a short cut past them, such as leaving out terms with a factor 0.
 */
final class SpecialValueCases {
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  private static final Domain SPECIAL =
      Domain.values(
          1, Double.NaN, -0.0, INFINITY, 1e-30f, -2, -1e30f, -INFINITY, 0.0, -1e-30f, 0.5);

  /** One row with NaN, one with an infinity, one with huge and one with tiny elements. */
  private static final double[][] ROWS = {
    {1, 0.5, Double.NaN, -2, 4},
    {2, INFINITY, 1, 0.25, -1},
    {1e30f, 4e29f, -2e30f, 3e29f, 5e29f},
    {1e-30f, 3e-30f, -2e-30f, 1e-30f, 0.0}
  };

  private SpecialValueCases() {}

  static List<OpCase> all() {
    List<OpCase> cases = new ArrayList<>();
    moves(cases);
    windows(cases);
    cases.add(planes());
    for (Kind kind : Kind.values()) {
      cases.add(
          OpCase.named(kind + " of rows of special values")
              .constant("x", rows(false), 4, 5)
              .computes(in -> in.get("x").reduce(kind, false, 1)));
    }
    for (int flags = 0; flags < 4; flags++) {
      boolean ta = (flags & 1) != 0;
      boolean tb = (flags & 2) != 0;
      cases.add(
          OpCase.named(
                  "matmul of special values"
                      + (ta ? ", A transposed" : "")
                      + (tb ? ", B transposed" : ""))
              .constant("a", rows(ta), ta ? new int[] {5, 4} : new int[] {4, 5})
              .constant(
                  "b", Domain.values(1, -2, 0, 0.5, 3), tb ? new int[] {17, 5} : new int[] {5, 17})
              .computes(in -> in.get("a").matmul(in.get("b"), ta, tb)));
    }
    return cases;
  }

  private static void moves(List<OpCase> cases) {
    cases.add(special("transpose").computes(in -> in.get("x").transpose(1, 0)));
    cases.add(
        special("slice")
            .computes(
                in ->
                    in.get("x")
                        .graph()
                        .apply(
                            new Slice(List.of(0, 1), List.of(7, 9), List.of(2, 1)), in.get("x"))));
    cases.add(
        special("concatenation").computes(in -> Concat.of(1, List.of(in.get("x"), in.get("x")))));
    cases.add(
        special("pad")
            .computes(
                in ->
                    in.get("x")
                        .graph()
                        .apply(
                            new Pad(List.of(1, 0), List.of(0, 2), List.of(0, 1), 0), in.get("x"))));
    cases.add(
        special("broadcast")
            .computes(in -> in.get("x").reshape(7, 1, 9).broadcastTo(Shape.of(7, 3, 9))));
    cases.add(
        special("gather")
            .integer("indices", Domain.integers(0, 9), 5)
            .computes(
                in -> in.get("x").graph().apply(new Gather(1), in.get("x"), in.get("indices"))));
    cases.add(
        special("scatter-add")
            .integer("indices", Domain.integers(0, 5), 7)
            .computes(
                in ->
                    in.get("x")
                        .graph()
                        .apply(new ScatterAdd(0, 5), in.get("x"), in.get("indices"))));
    cases.add(
        special("gather-sum")
            .integer("indices", Domain.integers(0, 7), 5, 1)
            .computes(in -> in.get("x").gatherSum(in.get("indices"))));
    cases.add(
        special("scatter-add to bags")
            .integer("indices", Domain.integers(0, 50), 7, 2)
            .computes(in -> in.get("x").scatterAddBags(in.get("indices"), 50)));
  }

  /** Windows of one position, which leave every value to itself, and of three. */
  private static void windows(List<OpCase> cases) {
    Window line = Window.ofAxes(1);
    Domain factors = Domain.values(1, -2, 0, 0.5, 3);
    for (int taps : new int[] {1, 3}) {
      String by = " of special values by " + taps;
      int outputs = 10 - taps;
      cases.add(
          OpCase.named("convolution" + by)
              .constant("x", SPECIAL, 7, 1, 9)
              .constant("w", factors, 2, 1, taps)
              .computes(in -> in.get("x").convolution(in.get("w"), line, 1)));
      cases.add(
          OpCase.named("convolution input gradient" + by)
              .constant("dy", SPECIAL, 7, 1, outputs)
              .constant("w", factors, 1, 2, taps)
              .computes(
                  in ->
                      in.get("w")
                          .graph()
                          .apply(
                              new ConvolutionInputGradient(line, 1, List.of(9)),
                              in.get("dy"),
                              in.get("w"))));
      cases.add(
          OpCase.named("convolution weight gradient" + by)
              .constant("x", SPECIAL, 1, 9, taps)
              .constant("dy", factors, 1, 2, 1)
              .computes(
                  in ->
                      in.get("x")
                          .graph()
                          .apply(
                              new ConvolutionWeightGradient(line, 1, List.of(taps)),
                              in.get("x"),
                              in.get("dy"))));
      cases.add(
          OpCase.named("max-pool" + by)
              .constant("x", SPECIAL, 7, 1, 9)
              .computes(in -> in.get("x").maxPool(List.of(taps), line)));
      cases.add(
          OpCase.named("average-pool" + by)
              .constant("x", SPECIAL, 7, 1, 9)
              .computes(in -> in.get("x").averagePool(List.of(taps), line, true)));
    }
  }

  /** Infinities that only some taps meet: what lies between two lines of outputs may not count. */
  private static OpCase planes() {
    Window plane = Window.ofAxes(2);
    Domain corners =
        Domain.values(
            1, 2, -1, 0.5, INFINITY, 3, -2, 1, 0.25, 1, -1, 2, 1, 4, -3, -INFINITY, 1, 2, 1, 5);
    return OpCase.named("convolution weight gradient of infinities by 3 x 3")
        .constant("x", corners, 16, 1, 4, 5)
        .constant("dy", Domain.values(1, -2, 0.5, 3), 16, 2, 2, 3)
        .computes(
            in ->
                in.get("x")
                    .graph()
                    .apply(
                        new ConvolutionWeightGradient(plane, 1, List.of(3, 3)),
                        in.get("x"),
                        in.get("dy")));
  }

  private static OpCase.Builder special(String name) {
    return OpCase.named(name + " of special values").constant("x", SPECIAL, 7, 9);
  }

  private static Domain rows(boolean transposed) {
    double[] elements = new double[ROWS.length * ROWS[0].length];
    for (int row = 0; row < ROWS.length; row++) {
      for (int column = 0; column < ROWS[0].length; column++) {
        int at = transposed ? column * ROWS.length + row : row * ROWS[0].length + column;
        elements[at] = ROWS[row][column];
      }
    }
    return Domain.values(elements);
  }
}

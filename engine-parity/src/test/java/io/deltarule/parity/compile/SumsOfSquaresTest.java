package io.deltarule.parity.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.autodiff.ReverseMode;
import io.deltarule.expr.Expr;
import io.deltarule.graph.Computation;
import io.deltarule.graph.Value;
import io.deltarule.op.Pointwise;
import io.deltarule.op.Reduce;
import io.deltarule.op.Reduce.Kind;
import io.deltarule.parity.Domain;
import io.deltarule.parity.OpCase;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class SumsOfSquaresTest {
  private static OpCase of(UnaryOperator<Value> function) {
    return OpCase.named("sum of squares")
        .input("x", Domain.uniform(-1, 2), 3, 5)
        .input("row", Domain.uniform(-1, 2), 5)
        .computes(in -> function.apply(in.get("x").add(in.get("row"))));
  }

  private static Computation rewritten(Computation computation, OpCase values) {
    Computation rewritten = Graphs.upTo("sums of squares", computation);
    Runs.assertSame(
        "rewritten",
        Runs.run(rewritten, values.values(1)),
        Runs.run(computation, values.values(1)));
    return rewritten;
  }

  private static Computation rewritten(UnaryOperator<Value> function) {
    OpCase values = of(function);
    return rewritten(values.computation(), values);
  }

  private static List<Kind> kinds(Computation computation) {
    return Graphs.kernels(computation, Reduce.class).stream().map(Reduce::kind).toList();
  }

  @Test
  void squaresAreNotWritten() {
    for (int[] axes : new int[][] {{}, {0}, {1}}) {
      for (boolean keepDims : new boolean[] {false, true}) {
        Computation sum = rewritten(x -> x.square().reduce(Kind.SUM, keepDims, axes));
        assertThat(kinds(sum)).containsExactly(Kind.SUM_OF_SQUARES);
        assertThat(Graphs.kernels(sum, Pointwise.class)).hasSize(1);

        Computation mean = rewritten(x -> x.mul(x).reduce(Kind.MEAN, keepDims, axes));
        assertThat(kinds(mean)).containsExactly(Kind.SUM_OF_SQUARES);
        assertThat(Graphs.kernels(mean, Pointwise.class)).hasSize(2);
      }
    }
  }

  /** Both need the sum x + row; the squares would be a second array. */
  @Test
  void lossesWithTheirGradientsWriteOneArrayLess() {
    OpCase both =
        OpCase.named("loss and gradient")
            .input("x", Domain.uniform(-1, 2), 3, 5)
            .input("row", Domain.uniform(-1, 2), 5)
            .computesAll(
                in -> {
                  Value loss = in.get("x").add(in.get("row")).square().mean();
                  return List.of(loss, ReverseMode.gradients(loss, List.of(in.get("row"))).get(0));
                });
    assertThat(kinds(rewritten(both.computation(), both)))
        .containsExactlyInAnyOrder(Kind.SUM_OF_SQUARES, Kind.SUM);
  }

  @Test
  void squaresThatOthersNeedStay() {
    UnaryOperator<Value> function =
        x -> {
          Value squares = x.square();
          return squares.add(squares.sum());
        };
    assertThat(kinds(rewritten(function))).containsExactly(Kind.SUM);

    OpCase values = of(UnaryOperator.identity());
    Value squares = values.computation().outputs().values().iterator().next().square();
    Computation both = Graphs.outputs(squares, squares.sum());
    assertThat(kinds(rewritten(both, values))).containsExactly(Kind.SUM);
  }

  @Test
  void otherProductsAndReductionsStay() {
    Expr byNegative = Expr.input(0).times(Expr.input(1));
    assertThat(kinds(rewritten(x -> x.square().max()))).containsExactly(Kind.MAX);
    assertThat(kinds(rewritten(x -> x.add(x).sum()))).containsExactly(Kind.SUM);
    assertThat(kinds(rewritten(x -> x.pointwise(byNegative, x.neg()).sum())))
        .containsExactly(Kind.SUM);
    assertThat(kinds(rewritten(x -> x.sum(0).square().pointwise(byNegative, x).sum())))
        .containsExactly(Kind.SUM, Kind.SUM);
  }
}

package io.deltarule.parity.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.expr.Expr;
import io.deltarule.graph.Computation;
import io.deltarule.graph.Graph;
import io.deltarule.graph.Node;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.op.Broadcast;
import io.deltarule.op.Constant;
import io.deltarule.op.Pointwise;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConstantFoldingTest {
  private final Graph graph = new Graph();
  private final Value x = graph.placeholder("x", TensorType.float32(2, 3));
  private final Value bias = graph.placeholder("bias", TensorType.float32(3));
  private final Map<String, Tensor> values =
      Map.of(
          "x", Tensor.of(Shape.of(2, 3), 1f, -2f, 3f, -4f, 5f, -6f),
          "bias", Tensor.of(Shape.of(3), 0.5f, 0f, -7f));

  private Computation folded(Value... results) {
    Computation computation = Graphs.outputs(results);
    Computation folded = Graphs.upTo("constant folding", computation);
    Runs.assertSame("folded", Runs.run(folded, values), Runs.run(computation, values));
    return folded;
  }

  @Test
  void scalarConstantsMoveIntoExpressions() {
    Computation folded = folded(x.mul(graph.constant(0.25)).add(graph.full(x.shape(), 2)));
    assertThat(Graphs.kernels(folded))
        .containsExactly(
            new Pointwise(Expr.input(0).times(0.25)), new Pointwise(Expr.input(0).plus(2)));
  }

  @Test
  void reshapedAndTransposedConstantsAreSeenThrough() {
    Value ones = graph.full(Shape.of(3, 2), 1).transpose(1, 0).reshape(6).reshape(2, 3);
    assertThat(folded(x.mul(ones)).liveNodes()).hasSize(1);
  }

  @Test
  void operationsOnConstantsAreDoneAtOnce() {
    Value two = graph.constant(4).sqrt();
    Computation folded = folded(x.div(two.mul(graph.constant(3)).neg()));
    assertThat(Graphs.kernels(folded))
        .containsExactly(new Pointwise(Expr.input(0).over(Expr.constant(-6))));
  }

  @Test
  void knownConditionsAreDecided() {
    Expr choice =
        Expr.select(Expr.input(0).gt(Expr.input(1)), Expr.input(2), Expr.input(2).square());
    Value y = graph.constant(1).pointwise(choice, graph.constant(2), x);
    assertThat(Graphs.kernels(folded(y))).containsExactly(new Pointwise(Expr.input(0).square()));
  }

  @Test
  void broadcastsBecomeImplicit() {
    Computation folded = folded(x.add(bias.broadcastTo(x.shape())));
    assertThat(Graphs.kernels(folded, Broadcast.class)).isEmpty();
    assertThat(Graphs.kernels(folded)).hasSize(1);
  }

  @Test
  void whatIsBroadcastIsComputedBefore() {
    Value y = bias.broadcastTo(x.shape()).square().mul(graph.full(Shape.of(2, 1), 3));
    Computation folded = folded(y, x.add(y));
    Node square = folded.liveNodes().get(2);
    assertThat(square.op()).isEqualTo(new Pointwise(Expr.input(0).square()));
    assertThat(square.output(0).shape()).isEqualTo(Shape.of(3));
    assertThat(folded.outputs().get("y0").shape()).isEqualTo(Shape.of(2, 3));
    assertThat(Graphs.kernels(folded, Broadcast.class)).hasSize(1);
  }

  @Test
  void resultsThatAreConstantKeepTheirShape() {
    Computation folded = folded(graph.full(Shape.of(2, 3), 2).square());
    assertThat(folded.outputs().get("y0").shape()).isEqualTo(Shape.of(2, 3));
    assertThat(Graphs.kernels(folded, Constant.class)).hasSize(1);
    assertThat(Graphs.kernels(folded, Pointwise.class)).isEmpty();
  }

  @Test
  void integersFoldAsIntegers() {
    Value i = graph.placeholder("i", TensorType.int32(3));
    Expr a = Pointwise.inputFor(0, i);
    Expr b = Pointwise.inputFor(1, i);
    Value biggest = graph.constant(Tensor.scalar(Integer.MAX_VALUE));
    Value wrapped = biggest.pointwise(a.plus(b), graph.constant(Tensor.scalar(1)));
    Computation computation = Graphs.outputs(i.pointwise(a.max(b), wrapped), i.mul(wrapped));
    Computation folded = Graphs.upTo("constant folding", computation);
    Map<String, Tensor> integers = Map.of("i", Tensor.of(Shape.of(3), -5, 0, 5));
    Runs.assertSame("folded", Runs.run(folded, integers), Runs.run(computation, integers));
    assertThat(Graphs.kernels(folded))
        .contains(new Pointwise(a.max(Expr.constantInt(Integer.MIN_VALUE))));
  }
}

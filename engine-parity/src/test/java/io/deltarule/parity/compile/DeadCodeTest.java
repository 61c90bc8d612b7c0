package io.deltarule.parity.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.expr.Expr;
import io.deltarule.graph.Computation;
import io.deltarule.graph.Graph;
import io.deltarule.graph.Node;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.op.Pointwise;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeadCodeTest {
  private final Graph graph = new Graph();
  private final Value x = graph.placeholder("x", TensorType.float32(2));
  private final Value y = graph.placeholder("y", TensorType.float32(3, 1));
  private final Map<String, Tensor> values =
      Map.of(
          "x", Tensor.of(Shape.of(2), 1f, -2f),
          "y", Tensor.of(Shape.of(3, 1), 4f, 5f, -6f));

  private Computation pruned(Value... results) {
    Computation computation = Graphs.outputs(results);
    Computation pruned = Graphs.upTo("dead code", computation);
    Runs.assertSame("pruned", Runs.run(pruned, values), Runs.run(computation, values));
    return pruned;
  }

  @Test
  void expressionsThatNobodyUsesGo() {
    Expr a = Expr.input(0);
    Expr b = Expr.input(1);
    Node node =
        graph.apply(new Pointwise(List.of(a.plus(b), a.times(b), a.over(b))), List.of(x, y));
    assertThat(Graphs.kernels(pruned(node.output(1)))).containsExactly(new Pointwise(a.times(b)));
  }

  @Test
  void inputsThatNobodyUsesGoAndTheShapeStays() {
    Node node =
        graph.apply(
            new Pointwise(List.of(Expr.input(0).exp(), Expr.input(1).exp())), List.of(x, y));
    Computation pruned = pruned(node.output(0));
    assertThat(pruned.placeholders()).containsOnlyKeys("x");
    assertThat(pruned.outputs().get("y0").shape()).isEqualTo(Shape.of(3, 2));
  }

  @Test
  void nodesThatNobodyUsesGo() {
    x.exp();
    assertThat(pruned(x.square()).graph().nodes()).hasSize(2);
  }
}

package io.deltarule.parity.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.autodiff.Checkpoint;
import io.deltarule.autodiff.ReverseMode;
import io.deltarule.compile.Compiler;
import io.deltarule.graph.Computation;
import io.deltarule.graph.Graph;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.op.Barrier;
import io.deltarule.op.MatMul;
import io.deltarule.op.RandomFill;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CommonSubexpressionsTest {
  private final Graph graph = new Graph();
  private final Value x = graph.placeholder("x", TensorType.float32(3, 3));
  private final Value seed = graph.placeholder("seed", TensorType.int32(2));
  private final Value step = graph.placeholder("step", TensorType.int32());
  private final Map<String, Tensor> values =
      Map.of(
          "x", Tensor.of(Shape.of(3, 3), 1f, -2f, 3f, -4f, 5f, -6f, 7f, -8f, 9f),
          "seed", Tensor.of(Shape.of(2), 3, 4),
          "step", Tensor.scalar(5));

  private Computation merged(Value... results) {
    Computation computation = Graphs.outputs(results);
    Computation merged = Graphs.upTo("common subexpressions", computation);
    Runs.assertSame("merged", Runs.run(merged, values), Runs.run(computation, values));
    return merged;
  }

  private Value uniform(int stream) {
    return graph.apply(
        new RandomFill(RandomFill.Distribution.UNIFORM, x.shape(), stream), seed, step);
  }

  @Test
  void equalOperationsOverTheSameValuesAreOne() {
    Value first = x.square().matmul(x.exp());
    Value second = x.square().matmul(x.exp());
    assertThat(Graphs.kernels(merged(first.add(second)))).hasSize(4);
  }

  @Test
  void equalConstantsAreOne() {
    Computation merged = merged(x.slice(0, 0, 1).mul(graph.iota(3).toFloat()), graph.iota(3));
    assertThat(merged.liveNodes()).hasSize(5);
  }

  @Test
  void randomDrawsOfOneStreamAreOneAndThoseOfTwoAreNot() {
    Computation merged = merged(uniform(0).add(uniform(0)), uniform(1));
    assertThat(Graphs.kernels(merged, RandomFill.class)).hasSize(2);
  }

  @Test
  void rematerialisedSegmentsAreNotMergedWithTheFirstRun() {
    Value y = Checkpoint.segment(graph, () -> x.mul(uniform(0)).matmul(x).exp().matmul(x).square());
    Value dx = ReverseMode.gradients(y.sum(), List.of(x)).get(0);
    // Two products and the draw run again; the gradient of each product is two more.
    assertThat(Graphs.kernels(merged(dx, y), MatMul.class)).hasSize(2 + 2 + 4);
    Computation compiled = Compiler.optimize(Graphs.outputs(dx, y));
    assertThat(Graphs.kernels(compiled, MatMul.class)).hasSize(2 + 2 + 4);
    assertThat(Graphs.kernels(compiled, RandomFill.class)).hasSize(2);
    assertThat(Graphs.kernels(compiled, Barrier.class)).isEmpty();
  }
}

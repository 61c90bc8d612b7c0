package io.deltarule.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltarule.backend.Engine;
import io.deltarule.backend.Executable;
import io.deltarule.cuda.kernels.CudaKernels;
import io.deltarule.graph.Computation;
import io.deltarule.graph.Graph;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Test;

@OnDevice
class BadIndexTest {
  private static final Tensor ROWS = Tensor.of(Shape.of(4), 1.0f, 2.0f, 3.0f, 4.0f);

  @Test
  void aGatherSaysWhichIndexAtWhichPositionIsOutOfRange() {
    Graph graph = new Graph();
    Value table = graph.placeholder("x", TensorType.float32(4));
    Value indices = graph.placeholder("indices", TensorType.int32(4));
    requireReported(
        Computation.of(Map.of("y", table.gather(indices))),
        "gather: index 4 at position 2 is out of range for size 4; indices go from 0 to 3");
  }

  @Test
  void aScatterSaysWhichIndexAtWhichPositionIsOutOfRange() {
    Graph graph = new Graph();
    Value updates = graph.placeholder("x", TensorType.float32(4));
    Value indices = graph.placeholder("indices", TensorType.int32(4));
    requireReported(
        Computation.of(Map.of("y", updates.scatterAdd(indices, 4))),
        "scatter_add: index 4 at position 2 is out of range for size 4; indices go from 0 to 3");
  }

  @Test
  void aSumOfGatheredRowsSaysWhichIndexAtWhichPositionIsOutOfRange() {
    Graph graph = new Graph();
    Value table = graph.placeholder("x", TensorType.float32(4));
    Value indices = graph.placeholder("indices", TensorType.int32(4));
    requireReported(
        Computation.of(Map.of("y", table.gatherSum(indices.reshape(2, 2)))),
        "gather_sum: index 4 at position 2 is out of range for size 4; indices go from 0 to 3");
  }

  @Test
  void aScatterToBagsSaysWhichIndexAtWhichPositionIsOutOfRange() {
    Graph graph = new Graph();
    Value updates = graph.placeholder("x", TensorType.float32(4));
    Value indices = graph.placeholder("indices", TensorType.int32(4));
    requireReported(
        Computation.of(Map.of("y", updates.scatterAddBags(indices.reshape(4, 1), 4))),
        "scatter_add_bags: index 4 at position 2 is out of range for size 4; indices go from 0 to"
            + " 3");
  }

  /** The same executable works afterwards. */
  private static void requireReported(Computation computation, String message) {
    try (Engine engine = Engine.of(new CudaBackend(CudaSettings.of(Map.of()), CudaKernels::new));
        Executable executable = engine.compile(computation, engine.newState())) {
      for (int run = 0; run < 3; run++) {
        assertThatThrownBy(() -> executable.run(inputs(0, 1, 4, 2)))
            .isInstanceOf(IndexOutOfBoundsException.class)
            .hasMessage(message);
        Map<String, Tensor> good = executable.run(inputs(2, 1, 0, 2));
        assertThat(good.get("y").get(0)).isNotNaN();
      }
    }
  }

  private static Map<String, Tensor> inputs(int... indices) {
    return Map.of("x", ROWS, "indices", Tensor.of(Shape.of(4), indices));
  }
}

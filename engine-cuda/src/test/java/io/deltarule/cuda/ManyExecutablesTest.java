package io.deltarule.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.backend.Engine;
import io.deltarule.backend.Executable;
import io.deltarule.backend.State;
import io.deltarule.cuda.kernels.CudaKernels;
import io.deltarule.graph.Computation;
import io.deltarule.graph.Graph;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An engine that lives long holds no more after its thousandth executable than after its first. */
@Tag("emulated-device")
class ManyExecutablesTest {
  private static final int EXECUTABLES = 1000;

  private static final String[] KINDS = {
    "allocations",
    "bytes",
    "host_allocations",
    "host_bytes",
    "modules",
    "events",
    "graphs",
    "graph_executables"
  };

  private static final Map<String, Tensor> INPUTS =
      Map.of(
          "x", Tensor.of(Shape.of(4), 1f, 2f, 3f, 4f),
          "indices", Tensor.of(Shape.of(4), 2, 1, 0, 2));

  /** A gather, a scatter-add and a product: each kind of kernel that holds something. */
  private static Computation computation() {
    Graph graph = new Graph();
    Value x = graph.placeholder("x", TensorType.float32(4));
    Value indices = graph.placeholder("indices", TensorType.int32(4));
    return Computation.of(
        Map.of(
            "rows", x.gather(indices),
            "sums", x.scatterAdd(indices, 4),
            "square", x.reshape(2, 2).matmul(x.reshape(2, 2))));
  }

  @Test
  void executablesLeaveNothingInTheirEngine() {
    assertThat(EmulatedDevice.isPresent()).isTrue();
    try (Engine engine = Engine.of(new CudaBackend(CudaSettings.of(Map.of()), CudaKernels::new));
        State state = engine.newState()) {
      Map<String, Tensor> first = run(engine, state, 3);
      Map<String, Long> afterFirst = alive();
      for (int i = 0; i < EXECUTABLES; i++) {
        run(engine, state, 1);
      }
      assertThat(alive()).isEqualTo(afterFirst);
      assertThat(run(engine, state, 3)).isEqualTo(first);
      assertThat(engine.openResources()).isEqualTo(1);
    }
  }

  private static Map<String, Tensor> run(Engine engine, State state, int runs) {
    try (Executable executable = engine.compile(computation(), state)) {
      Map<String, Tensor> results = Map.of();
      for (int i = 0; i < runs; i++) {
        results = executable.run(INPUTS);
      }
      return results;
    }
  }

  private static Map<String, Long> alive() {
    Map<String, Long> alive = new LinkedHashMap<>();
    for (String kind : KINDS) {
      alive.put(kind, EmulatedDevice.counter(kind));
    }
    return alive;
  }
}

package io.deltarule.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.backend.Engine;
import io.deltarule.backend.Executable;
import io.deltarule.cuda.kernels.CudaKernels;
import io.deltarule.cuda.nvrtc.KernelCompiler;
import io.deltarule.cuda.nvrtc.KernelSource;
import io.deltarule.graph.Computation;
import io.deltarule.graph.Graph;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The text is the key of the cache on disk: it must not depend on what does not matter. */
@OnDevice
class GeneratedSourcesTest {
  @Test
  void contiguousOperandsHaveOneSourceForAllSizes() {
    assertThat(sources(sum(new int[] {7}), sum(new int[] {5, 33}), sum(new int[] {4096})))
        .hasSize(1);
  }

  @Test
  void broadcastOperandsHaveOneSourceForAllNumbersOfRowsOfALength() {
    int[] row = {8};
    assertThat(sources(sum(new int[] {5, 8}, row), sum(new int[] {6, 8}, row)))
        .singleElement()
        .matches(source -> source.code().contains("% 8u"));
    assertThat(sources(sum(new int[] {5, 8}, row), sum(new int[] {5, 12}, 12))).hasSize(2);
  }

  @Test
  void anotherEngineGeneratesTheSameText() {
    Computation[] computations = {sum(new int[] {3, 4}, 4), sum(new int[] {7})};
    assertThat(sources(computations)).isEqualTo(sources(computations)).hasSize(2);
  }

  /** x + y, where y has the shape of x if none is given. */
  private static Computation sum(int[] x, int... y) {
    Graph graph = new Graph();
    Value first = graph.placeholder("x", TensorType.float32(x));
    Value second = graph.placeholder("y", TensorType.float32(y.length == 0 ? x : y));
    return Computation.of(Map.of("sum", first.add(second)));
  }

  private static List<KernelSource> sources(Computation... computations) {
    KernelCompiler[] compiler = new KernelCompiler[1];
    CudaBackend backend =
        new CudaBackend(
            CudaSettings.of(Map.of()),
            (context, opened, products) -> {
              compiler[0] = opened;
              return new CudaKernels(context, opened, products);
            });
    try (Engine engine = Engine.of(backend)) {
      for (Computation computation : computations) {
        try (Executable executable = engine.compile(computation, engine.newState())) {
          assertThat(executable.plan().steps()).hasSize(1);
        }
      }
      return compiler[0].sources();
    }
  }
}

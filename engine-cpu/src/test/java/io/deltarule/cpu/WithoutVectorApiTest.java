package io.deltarule.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.backend.BackendOptions;
import io.deltarule.backend.Check;
import io.deltarule.backend.Engine;
import io.deltarule.backend.Executable;
import io.deltarule.graph.Computation;
import io.deltarule.graph.Graph;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Runs in a virtual machine that was started without {@code --add-modules jdk.incubator.vector}.
 */
class WithoutVectorApiTest {
  @Test
  void theModuleIsIndeedNotThere() {
    assertThat(ModuleLayer.boot().findModule("jdk.incubator.vector")).isEmpty();
  }

  @Test
  void checksSayWhatIsMissingAndTheFlagThatHelps() {
    List<Check> checks = new CpuProvider().check(BackendOptions.standard());
    assertThat(checks).noneMatch(Check::isFatal);
    assertThat(checks)
        .filteredOn(check -> !check.passed())
        .isNotEmpty()
        .allMatch(check -> check.remedy().contains("--add-modules jdk.incubator.vector"));
  }

  @Test
  void automaticChoiceTakesThePlainLoopsAndTheyCompute() {
    try (Engine engine = Engine.open("auto")) {
      assertThat(engine.backend().name()).isEqualTo("cpu");
      assertThat(engine.backend().description()).contains("plain Java");
      Graph graph = new Graph();
      Value a = graph.placeholder("a", TensorType.float32(2, 3));
      Value y = a.matmul(a, false, true).exp();
      try (Executable executable =
          engine.compile(Computation.of(Map.of("y", y)), engine.newState())) {
        Tensor result =
            executable.run(Map.of("a", Tensor.of(Shape.of(2, 3), 1f, 0, 2, 0, 1, 0))).get("y");
        assertThat(result.floats()[0]).isEqualTo((float) Math.exp(5));
        assertThat(result.floats()[3]).isEqualTo((float) Math.E);
      }
    }
  }
}

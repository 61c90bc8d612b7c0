package io.deltarule.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltarule.backend.BackendOptions;
import io.deltarule.backend.NotEnoughMemoryException;
import io.deltarule.tensor.DType;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CpuBackendTest {
  /** No virtual machine has an array of 2^31 - 1 elements. */
  @ParameterizedTest
  @ValueSource(longs = {Integer.MAX_VALUE, 1L << 31, 1L << 40})
  void memoryThatCannotBeAllocatedIsAnErrorWithARemedy(long elements) {
    try (CpuBackend backend = new CpuBackend(BackendOptions.standard())) {
      assertThatThrownBy(() -> backend.allocate(DType.FLOAT32, elements))
          .isInstanceOf(NotEnoughMemoryException.class)
          .hasMessageStartingWith("cpu: ")
          .hasMessageContaining("smaller batch");
    }
  }

  @Test
  void anUnknownSettingIsRefused() {
    BackendOptions options = new BackendOptions(1, Map.of("lanes", "8"));
    assertThatThrownBy(() -> new CpuBackend(options))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("'lanes'", "[simd, warmup]");
  }

  @Test
  void anUnknownWarmUpIsRefused() {
    BackendOptions options = new BackendOptions(1, Map.of(CpuBackend.WARM_UP, "later"));
    assertThatThrownBy(() -> new CpuBackend(options))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("warmup", "on or off", "'later'");
  }

  @Test
  void settingsOfAnotherBackendArePassedOver() {
    BackendOptions options = new BackendOptions(1, Map.of("cuda.graph", "off"));
    try (CpuBackend backend = new CpuBackend(options)) {
      assertThat(backend.description()).contains("1 thread");
    }
  }
}

package io.deltarule.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeapLimitTest {
  private static final long GIBIBYTE = 1L << 30;

  @Test
  void itIsThreeQuartersOfTheMachine() {
    assertThat(HeapLimit.flag(List.of("-Xmn24m"), 8 * GIBIBYTE, 2 * GIBIBYTE))
        .contains("-Xmx6144m");
  }

  @Test
  void whatIsEnoughForAllIsNotExceeded() {
    assertThat(HeapLimit.flag(List.of(), 48 * GIBIBYTE, 12 * GIBIBYTE)).contains("-Xmx16384m");
    assertThat(HeapLimit.flag(List.of(), 128 * GIBIBYTE, 32 * GIBIBYTE)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-Xmx1g", "-XX:MaxHeapSize=1g", "-XX:MaxRAMPercentage=50"})
  void whatTheUserSetsStays(String flag) {
    assertThat(HeapLimit.flag(List.of(flag), 8 * GIBIBYTE, 2 * GIBIBYTE)).isEmpty();
  }
}

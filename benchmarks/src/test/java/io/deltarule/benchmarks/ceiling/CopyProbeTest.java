package io.deltarule.benchmarks.ceiling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CopyProbeTest {
  @ParameterizedTest
  @CsvSource({"8,1", "16,2", "100000,1", "100003,2"})
  void everySizeHasARate(long bytes, int threads) {
    assertThat(CopyProbe.gigabytes(bytes, threads)).isPositive().isFinite();
  }

  @Test
  void lessThanAnElementForEachThreadIsRefused() {
    assertThatThrownBy(() -> CopyProbe.gigabytes(15, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a copy on 2 threads needs 8 bytes or more for each, got 15");
  }

  @Test
  void moreThanTheHeapHoldsIsRefusedWithTheRemedy() {
    long tooMuch = Math.min(2 * Runtime.getRuntime().maxMemory(), 15L << 30);
    assertThatThrownBy(() -> CopyProbe.gigabytes(tooMuch, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(tooMuch + " bytes", "does not fit the heap", "-Xmx");
  }
}

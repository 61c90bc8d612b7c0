package io.deltarule.benchmarks.ceiling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CeilingTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void bothRatesAreMeasured(int threads) {
    Ceiling ceiling = Ceiling.measure(threads);
    assertThat(ceiling.threads()).isEqualTo(threads);
    assertThat(ceiling.gigaflops()).isPositive().isFinite();
    assertThat(ceiling.copyGigabytes()).isPositive().isFinite();
  }

  @Test
  void itReadsAsALine() {
    assertThat(new Ceiling(2, 344.21, 13.55))
        .hasToString("2 threads: 344.2 GFLOP/s, copies 13.6 GB/s beyond the caches");
    assertThat(new Ceiling(1, 175, 11)).asString().startsWith("1 thread:");
  }

  @Test
  void noThreadsAreRefused() {
    assertThatThrownBy(() -> Ceiling.measure(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a probe's threads must be 1 or more, got 0");
  }
}

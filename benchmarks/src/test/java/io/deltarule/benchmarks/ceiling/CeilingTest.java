package io.deltarule.benchmarks.ceiling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class CeilingTest {
  @Test
  void bothRatesAreMeasured() {
    Ceiling ceiling = Ceiling.measure(1);
    assertThat(ceiling.threads()).isEqualTo(1);
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
  void theReportHasALineForEachSizeOfCopies() {
    assertThat(CeilingReport.of(List.of(2), 32 << 10).lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("multiply-adds: "),
            line -> assertThat(line).startsWith("2 threads: "),
            line -> assertThat(line).isEmpty(),
            line -> assertThat(line).contains("on 2", "GB/s"),
            line -> assertThat(line).matches(" +16 KiB +[0-9.]+"),
            line -> assertThat(line).matches(" +32 KiB +[0-9.]+"));
  }

  @Test
  void ofTwoMeasurementsTheHigherRatesCount() {
    Ceiling slow = new Ceiling(2, 258, 39);
    Ceiling other = new Ceiling(2, 442, 31);
    assertThat(slow.higher(other)).isEqualTo(new Ceiling(2, 442, 39));
    assertThat(other.higher(slow)).isEqualTo(new Ceiling(2, 442, 39));
    assertThatThrownBy(() -> slow.higher(new Ceiling(1, 170, 11)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("ceilings of 2 and of 1 threads have no higher one");
  }

  @Test
  void noThreadsAreRefused() {
    assertThatThrownBy(() -> Ceiling.measure(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a probe's threads must be 1 or more, got 0");
  }
}

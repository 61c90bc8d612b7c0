package io.deltarule.benchmarks.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.benchmarks.ceiling.Ceiling;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ResultTest {
  private static final Offset<Double> NEAR = Offset.offset(1e-9);

  @Test
  void roundsArePutTogetherByTheirMedian() {
    Result result = Result.of("Ours", Samples.ofMillis(2, 4, 3), new Ceiling(2, 100, 10));
    assertThat(result.medianMillis()).isCloseTo(3, NEAR);
    assertThat(result.lowestMillis()).isEqualTo(2);
    assertThat(result.highestMillis()).isEqualTo(4);
    assertThat(result.minMillis()).isEqualTo(1);
    assertThat(result.steps()).isEqualTo(30);
    assertThat(result.firstStepSeconds()).isCloseTo(0.3, NEAR);
  }

  @Test
  void ratesFollowFromTheTimeAndSharesFromTheCeiling() {
    // 40 MFLOP and 8 MB in 4 ms: 10 GFLOP/s and 2 GB/s.
    Result result = Result.of("Ours", Samples.ofMillis(4), new Ceiling(2, 100, 10));
    assertThat(result.samplesPerSecond()).isCloseTo(16_000, NEAR);
    assertThat(result.gigaflops()).isCloseTo(10, NEAR);
    assertThat(result.arithmeticShare()).isCloseTo(0.1, NEAR);
    assertThat(result.copyShare()).isCloseTo(0.2, NEAR);
  }

  @Test
  void whatIsUnknownStaysUnknown() {
    Result result = Result.of("Ours", List.of(Samples.sample(1, 1, null)), null);
    assertThat(result.peakMemoryBytes()).isNull();
    assertThat(result.arithmeticShare()).isNull();
    assertThat(result.copyShare()).isNull();
  }
}

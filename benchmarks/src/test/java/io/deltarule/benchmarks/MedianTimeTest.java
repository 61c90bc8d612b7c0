package io.deltarule.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MedianTimeTest {
  @Test
  void slowWorkIsStillTimedFiveTimesAfterWarmingUp() {
    int[] runs = {0};
    double seconds = new MedianTime(1e-9, 1e-9).of(() -> runs[0]++);
    assertThat(runs[0]).isEqualTo(6);
    assertThat(seconds >= 0 && seconds < 1).as("%s", seconds).isTrue();
  }
}

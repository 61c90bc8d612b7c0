package io.deltarule.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MlpStepTest {
  @Test
  void whatIsMeasuredLearns() {
    try (MlpStep step = new MlpStep(16, 1)) {
      float first = step.run();
      float last = first;
      for (int i = 0; i < 60; i++) {
        last = step.run();
      }
      assertThat(last < 0.5f * first).as("loss %s, then %s", first, last).isTrue();
    }
  }
}

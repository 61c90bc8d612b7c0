package io.deltarule.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class SteadyStateTest {
  private static final Offset<Double> NEAR = Offset.offset(1e-9);

  @Test
  void itBeginsWithTheFirstNineOfWhichFiveAreFastEnough() {
    double[] steps = new double[40];
    Arrays.fill(steps, 1.0);
    Arrays.fill(steps, 0, 10, 5.0);
    // From step 6 on there are four slow ones and five fast ones.
    assertThat(SteadyState.seconds(steps, 1.0).orElseThrow()).isCloseTo(30, NEAR);
  }

  @Test
  void aSlowStepNowAndThenDoesNotDelayIt() {
    double[] steps = new double[40];
    Arrays.fill(steps, 1.05);
    steps[3] = 100;
    assertThat(SteadyState.seconds(steps, 1.0).orElseThrow()).isCloseTo(0, NEAR);
  }

  @Test
  void aWarmUpThatEndsBeforeIsNotSteady() {
    double[] steps = new double[40];
    Arrays.fill(steps, 1.2);
    assertThat(SteadyState.seconds(steps, 1.0)).isEmpty();
    assertThat(SteadyState.seconds(new double[8], 1.0)).isEmpty();
  }
}

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
    Arrays.fill(steps, 0.1);
    Arrays.fill(steps, 0, 10, 0.5);
    // From step 6 on there are four slow ones and five fast ones.
    assertThat(SteadyState.seconds(steps, 0.1).orElseThrow()).isCloseTo(3, NEAR);
  }

  @Test
  void aSlowStepNowAndThenDoesNotDelayIt() {
    double[] steps = new double[40];
    Arrays.fill(steps, 0.105);
    steps[3] = 100;
    assertThat(SteadyState.seconds(steps, 0.1).orElseThrow()).isCloseTo(0, NEAR);
  }

  @Test
  void aWarmUpThatEndsBeforeIsNotSteady() {
    double[] steps = new double[40];
    Arrays.fill(steps, 0.12);
    assertThat(SteadyState.seconds(steps, 0.1)).isEmpty();
    assertThat(SteadyState.seconds(new double[8], 0.1)).isEmpty();
  }

  @Test
  void ofLongStepsAsManyAsFillASecondAreEnoughAndThreeAtLeast() {
    assertThat(SteadyState.seconds(new double[] {0.9, 0.2, 0.2, 0.2, 0.2}, 0.2).orElseThrow())
        .isCloseTo(0, NEAR);
    assertThat(SteadyState.seconds(new double[] {0.2, 0.2, 0.2, 0.2}, 0.2)).isEmpty();
    assertThat(SteadyState.seconds(new double[] {9, 9, 2, 2}, 2).orElseThrow()).isCloseTo(9, NEAR);
    assertThat(SteadyState.seconds(new double[] {2, 2}, 2)).isEmpty();
  }
}

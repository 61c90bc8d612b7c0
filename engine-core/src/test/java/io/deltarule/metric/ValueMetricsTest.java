package io.deltarule.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ValueMetricsTest {
  @Test
  void meanSquaredErrorIsOverAllElementsOfAllBatches() {
    Metric metric = new MeanSquaredError();
    assertThat(metric.name()).isEqualTo("mean squared error");
    assertThat(metric.value()).isNaN();
    metric.update(new float[] {1, 2, 3, 4}, new float[] {2, 2, 1, 4}, 2, 2);
    assertThat(metric.value()).isEqualTo(5 / 4.0);
    metric.update(new float[] {5}, new float[] {-2}, 1, 1);
    assertThat(metric.value()).isEqualTo(54 / 5.0);
    metric.reset();
    assertThat(metric.value()).isNaN();
  }

  @Test
  void meanAbsoluteErrorIsOverAllElementsOfAllBatches() {
    Metric metric = new MeanAbsoluteError();
    assertThat(metric.value()).isNaN();
    metric.update(new float[] {1, 2, 3, 4}, new float[] {2, 2, 1, 4}, 2, 2);
    assertThat(metric.value()).isEqualTo(3 / 4.0);
    metric.update(new float[] {5}, new float[] {-2}, 1, 1);
    assertThat(metric.value()).isEqualTo(10 / 5.0);
    metric.reset();
    assertThat(metric.value()).isNaN();
  }

  @Test
  void rSquaredIsOneMinusTheErrorsShareOfTheVariance() {
    Metric metric = new RSquared();
    assertThat(metric.value()).isNaN();
    metric.update(new float[] {1, 2}, new float[] {1, 3}, 2, 1);
    metric.update(new float[] {6}, new float[] {5}, 1, 1);
    // Squared errors 0, 1, 1; targets 1, 3, 5 deviate by 2, 0, 2. Exact in float64.
    assertThat(metric.value()).isEqualTo(1 - 2 / 8.0);
    metric.reset();
    assertThat(metric.value()).isNaN();
  }

  @Test
  void rSquaredOfTheMeanIsZeroAndOfEqualTargetsUndefined() {
    Metric mean = new RSquared();
    mean.update(new float[] {3, 3, 3}, new float[] {1, 3, 5}, 3, 1);
    assertThat(mean.value()).isZero();
    Metric equal = new RSquared();
    equal.update(new float[] {1, 2}, new float[] {3, 3}, 2, 1);
    assertThat(equal.value()).isNaN();
  }

  /** The sum of squares less the square of the sum would lose everything here. */
  @Test
  void rSquaredDoesNotCancelFarFromZero() {
    float far = 1 << 24;
    Metric metric = new RSquared();
    metric.update(new float[] {far, far + 2, far + 4}, new float[] {far, far + 4, far + 4}, 3, 1);
    // Errors 0, 4, 0; the targets' mean is far + 8/3, their squared deviations add up to 32/3.
    // A rounding of the mean, 2^24 * 2^-53, enters each deviation.
    assertThat(metric.value()).isCloseTo(1 - 4 / (32 / 3.0), within(1e-8));
  }

  @Test
  void aNanShows() {
    for (Metric metric : new Metric[] {new MeanAbsoluteError(), new RSquared()}) {
      metric.update(new float[] {1, Float.NaN}, new float[] {1, 2}, 2, 1);
      assertThat(metric.value()).as(metric.name()).isNaN();
    }
  }

  @Test
  void classLabelsAreRefused() {
    for (Metric metric : new Metric[] {new MeanAbsoluteError(), new RSquared()}) {
      assertThatThrownBy(() -> metric.update(new float[2], new int[2], 2, 1))
          .as(metric.name())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("over values");
    }
  }
}

package io.deltarule.optim;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings that would give NaN or a rate that grows without bound, long before a step would. */
class RefusedSettingsTest {
  private static void refused(ThrowingCallable making, String... messages) {
    assertThatThrownBy(making)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(messages);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, -1, 0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void aRateThatIsNoneIsRefusedByEverySchedule(double rate) {
    String got = "got " + rate;
    refused(() -> Schedules.constant(rate), "constant", "learning rate", got);
    refused(() -> Schedules.step(rate, 1, 0.5), "step", got);
    refused(() -> Schedules.exponential(rate, 0.5), "exponential", got);
    refused(() -> Schedules.cosine(rate, 0, 1, 0), "cosine", got);
    refused(() -> Schedules.oneCycle(rate, 1), "oneCycle", got);
    refused(() -> Schedules.reduceOnPlateau(rate, 0.5, 1), "reduceOnPlateau", got);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, -0.5, 0, 1.1})
  void aFactorThatIsNoneIsRefused(double factor) {
    refused(() -> Schedules.step(1, 1, factor), "factor", "got " + factor);
    refused(() -> Schedules.exponential(1, factor), "factor", "got " + factor);
    refused(() -> Schedules.reduceOnPlateau(1, factor, 1), "factor", "got " + factor);
  }

  @Test
  void lengthsThatAreNoneAreRefused() {
    refused(() -> Schedules.step(1, 0, 0.5), "every must be 1 or more, got 0");
    refused(() -> Schedules.oneCycle(1, 0), "total must be 1 or more, got 0");
    refused(() -> Schedules.cosine(1, 5, 5, 0), "warmup < total", "warmup 5, total 5");
    refused(() -> Schedules.cosine(1, 0, 5, 2), "end <= rate", "end 2.0");
    refused(() -> Schedules.reduceOnPlateau(1, 0.5, -1), "patience be 0 or more", "-1");
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, -0.1, 1, 1.5})
  void averagesThatNeverForgetAreRefused(double beta) {
    refused(() -> Optimizers.adam(beta, 0.9, 1e-8), "beta1", "below 1", "got " + beta);
    refused(() -> Optimizers.adamW(0.9, beta, 1e-8, 0), "beta2", "below 1", "got " + beta);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, -1e-8, 0, 1e-60})
  void anEpsilonThatIsZeroInFloat32IsRefused(double epsilon) {
    refused(() -> Optimizers.adam(0.9, 0.999, epsilon), "epsilon", "got " + epsilon);
    refused(() -> Transformations.scaleByAdaGrad(0, epsilon), "epsilon", "got " + epsilon);
    refused(() -> Transformations.scaleByRms(0.9, epsilon, true), "epsilon", "got " + epsilon);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, -1})
  void linksRefuseWhatIsOutOfTheirRange(double value) {
    String got = "got " + value;
    refused(() -> Optimizers.momentum(value), "momentum", got);
    refused(() -> Optimizers.nesterov(value), "momentum", got);
    refused(() -> Optimizers.adamW(value), "decay", got);
    refused(() -> Optimizers.lion(value), "decay", got);
    refused(() -> Transformations.clipByValue(value), "limit", got);
    refused(() -> Transformations.clipByGlobalNorm(value), "limit", got);
    refused(() -> Transformations.averageWeights(value), "averageWeights", got);
    refused(() -> Transformations.scaleByAdaGrad(value, 1e-8), "initialSum", got);
  }
}

package io.deltarule.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Distributions that were worked out by hand: the logits are logarithms of simple shares. */
class SamplingTest {
  private static final Offset<Double> ROUNDING = within(1e-7);

  /** Probabilities 0.1, 0.4, 0.2, 0.3. */
  private static final float[] LOGITS = logarithms(1, 4, 2, 3);

  private static float[] logarithms(double... shares) {
    float[] logits = new float[shares.length];
    for (int i = 0; i < shares.length; i++) {
      logits[i] = (float) Math.log(shares[i]);
    }
    return logits;
  }

  private static double[] of(Sampling sampling, float... logits) {
    return sampling.probabilities(logits, 0, logits.length);
  }

  @Test
  void temperatureOneIsTheSoftmax() {
    assertThat(of(Sampling.at(1), LOGITS))
        .containsExactly(new double[] {0.1, 0.4, 0.2, 0.3}, ROUNDING);
  }

  @Test
  void temperatureRaisesTheSharesToItsInverse() {
    // 1, 16, 4, 9 of 30.
    assertThat(of(Sampling.at(0.5), LOGITS))
        .containsExactly(new double[] {1 / 30., 16 / 30., 4 / 30., 9 / 30.}, ROUNDING);
    // Square roots of 1, 16, 4, 9: 1, 4, 2, 3 of 10.
    assertThat(of(Sampling.at(2), logarithms(1, 16, 4, 9)))
        .containsExactly(new double[] {0.1, 0.4, 0.2, 0.3}, ROUNDING);
  }

  @Test
  void temperatureZeroTakesTheHighestAndOfEqualOnesTheFirst() {
    assertThat(of(Sampling.greedy(), LOGITS)).containsExactly(0, 1, 0, 0);
    assertThat(of(Sampling.greedy(), 1, 5, 5, 2)).containsExactly(0, 1, 0, 0);
  }

  @Test
  void topKKeepsTheHighestAndOfEqualOnesTheFirst() {
    assertThat(of(Sampling.at(1).withTopK(2), LOGITS))
        .containsExactly(new double[] {0, 4 / 7., 0, 3 / 7.}, ROUNDING);
    assertThat(of(Sampling.at(1).withTopK(1), LOGITS)).containsExactly(0, 1, 0, 0);
    assertThat(of(Sampling.at(1).withTopK(4), LOGITS))
        .containsExactly(new double[] {0.1, 0.4, 0.2, 0.3}, ROUNDING);
    assertThat(of(Sampling.at(1).withTopK(2), 3, 3, 3)).containsExactly(0.5, 0.5, 0);
    assertThat(of(Sampling.at(1).withTopK(1), -0f, 0f)).containsExactly(1, 0);
  }

  @Test
  void topPKeepsTheSmallestSetOfAtLeastThatProbability() {
    // 0.4 alone is too little for 0.5; with 0.3 it is 0.7.
    assertThat(of(Sampling.at(1).withTopP(0.5), LOGITS))
        .containsExactly(new double[] {0, 4 / 7., 0, 3 / 7.}, ROUNDING);
    assertThat(of(Sampling.at(1).withTopP(0.8), LOGITS))
        .containsExactly(new double[] {0, 4 / 9., 2 / 9., 3 / 9.}, ROUNDING);
    assertThat(of(Sampling.at(1).withTopP(1e-9), LOGITS)).containsExactly(0, 1, 0, 0);
    assertThat(of(Sampling.at(1).withTopP(0.95), LOGITS))
        .containsExactly(new double[] {0.1, 0.4, 0.2, 0.3}, ROUNDING);
  }

  @Test
  void topPIsOfWhatTemperatureAndTopKLeave() {
    // Of 4, 3, 2 the first two are 7/9, below 0.8; of all four 0.4 + 0.3 would be below it too.
    assertThat(of(Sampling.at(1).withTopK(3).withTopP(0.75), LOGITS))
        .containsExactly(new double[] {0, 4 / 7., 0, 3 / 7.}, ROUNDING);
    // At 0.5 the shares are 16, 9, 4, 1 of 30: the first is above 0.5 by itself.
    assertThat(of(Sampling.at(0.5).withTopP(0.5), LOGITS)).containsExactly(0, 1, 0, 0);
  }

  @Test
  void logitsOfAnySizeGiveADistribution() {
    assertThat(of(Sampling.at(1), 3e38f, -3e38f, 3e38f)).containsExactly(0.5, 0, 0.5);
    assertThat(of(Sampling.at(1e-300), 1, 2)).containsExactly(0, 1);
    assertThat(of(Sampling.at(1e300), 1, 2)).containsExactly(0.5, 0.5);
    float none = Float.NEGATIVE_INFINITY;
    assertThat(of(Sampling.at(1).withTopK(2), none, 7, none)).containsExactly(0, 1, 0);
    assertThat(of(Sampling.at(1).withTopP(0.9), -2, none, -2)).containsExactly(0.5, 0, 0.5);
  }

  @Test
  void aPartOfAnArrayIsRead() {
    float[] two = {9, 9, 1, 1, 9};
    assertThat(Sampling.at(1).probabilities(two, 2, 2)).containsExactly(0.5, 0.5);
    assertThatThrownBy(() -> Sampling.at(1).probabilities(two, 4, 2))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void logitsThatAreNoNumbersAreRefusedByTheirToken() {
    for (float wrong : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      for (Sampling sampling : new Sampling[] {Sampling.greedy(), Sampling.at(1).withTopK(1)}) {
        assertThatThrownBy(() -> of(sampling, 1, wrong, 2))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("the logit of token 1 is " + wrong);
      }
    }
    assertThatThrownBy(() -> of(Sampling.greedy(), Float.NEGATIVE_INFINITY))
        .hasMessageContaining("none of the 1 tokens is allowed");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, Double.NaN, Double.POSITIVE_INFINITY})
  void aTemperatureThatIsNoneIsRefused(double temperature) {
    assertThatThrownBy(() -> Sampling.at(temperature))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("temperature must be finite and 0 or more, got " + temperature);
  }

  @Test
  void aTopKOrTopPThatAllowsNothingIsRefused() {
    assertThatThrownBy(() -> Sampling.at(1).withTopK(0)).hasMessageContaining("topK must be 1");
    for (double p : new double[] {0, -1, 1.01, Double.NaN}) {
      assertThatThrownBy(() -> Sampling.at(1).withTopP(p))
          .hasMessageContaining("topP must be above 0 and at most 1, got " + p);
    }
  }
}

package io.deltarule.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SamplerTest {
  private static final float[] LOGITS = {
    (float) Math.log(1), (float) Math.log(4), (float) Math.log(2), (float) Math.log(3)
  };

  private static int[] draws(Sampler sampler, int count) {
    int[] draws = new int[count];
    for (int i = 0; i < count; i++) {
      draws[i] = sampler.next(LOGITS, 0);
    }
    return draws;
  }

  @Test
  void theSameSeedGivesTheSameTokensAndAnotherSeedOthers() {
    int[] first = draws(new Sampler(Sampling.at(1), 4, 5), 100);
    assertThat(draws(new Sampler(Sampling.at(1), 4, 5), 100)).isEqualTo(first);
    assertThat(draws(new Sampler(Sampling.at(1), 4, 6), 100)).isNotEqualTo(first);
  }

  /** Counts of n draws have the variance n p (1 - p): five deviations are as good as never. */
  @Test
  void tokensComeAsOftenAsTheirProbabilities() {
    int n = 100_000;
    for (Sampling sampling :
        new Sampling[] {
          Sampling.at(1), Sampling.at(0.5), Sampling.at(1).withTopK(2), Sampling.at(1).withTopP(0.8)
        }) {
      double[] expected = sampling.probabilities(LOGITS, 0, 4);
      int[] counts = new int[4];
      for (int token : draws(new Sampler(sampling, 4, 1), n)) {
        counts[token]++;
      }
      for (int token = 0; token < 4; token++) {
        double p = expected[token];
        assertThat((double) counts[token])
            .as("%s, token %d", sampling, token)
            .isBetween(
                n * p - 5 * Math.sqrt(n * p * (1 - p)), n * p + 5 * Math.sqrt(n * p * (1 - p)));
      }
    }
  }

  @Test
  void greedyDrawsAreTheHighest() {
    assertThat(draws(new Sampler(Sampling.greedy(), 4, 3), 10)).containsOnly(1);
  }

  @Test
  void logitsThatDoNotFitAreRefused() {
    Sampler sampler = new Sampler(Sampling.at(1), 4, 0);
    assertThatThrownBy(() -> sampler.next(LOGITS, 1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> new Sampler(Sampling.at(1), 0, 0))
        .hasMessageContaining("the vocabulary must have at least 1 token, got 0");
  }
}

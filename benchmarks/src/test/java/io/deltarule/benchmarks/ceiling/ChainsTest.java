package io.deltarule.benchmarks.ceiling;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChainsTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 12, 24})
  void everyChainOfVectorsMakesEveryTurn(int count) {
    Chains chains = VectorChains.emit(count);
    int lanes = chains.flopsPerTurn() / 2 / count;
    assertThat(chains.flopsPerTurn()).isEqualTo(2 * count * lanes);
    for (int turns : new int[] {0, 1, 5}) {
      float expected = lanes * (Chains.ADDEND + ends(count, turns));
      assertThat(chains.run(turns)).as("%d turns", turns).isEqualTo(expected);
    }
  }

  @Test
  void everyScalarChainMakesEveryTurn() {
    Chains chains = new ScalarChains();
    assertThat(chains.flopsPerTurn()).isEqualTo(24);
    for (int turns : new int[] {0, 1, 5}) {
      assertThat(chains.run(turns)).as("%d turns", turns).isEqualTo(ends(12, turns));
    }
  }

  /** The sum of the ends; exact, as all are small multiples of a power of two. */
  private static float ends(int count, int turns) {
    float sum = 0;
    for (int i = 0; i < count; i++) {
      float x = i;
      for (int turn = 0; turn < turns; turn++) {
        x = Chains.MULTIPLIER * x + Chains.ADDEND;
      }
      sum += x;
    }
    return sum;
  }

  @Test
  void theProbeSaysWhatItMeasures() {
    assertThat(FmaProbe.create().form()).matches("(2|4|8|16) float32 lanes");
    FmaProbe plain = FmaProbe.plain();
    assertThat(plain.form()).contains("plain Java", "jdk.incubator.vector");
    assertThat(plain.gigaflops(1)).isPositive().isFinite();
  }
}

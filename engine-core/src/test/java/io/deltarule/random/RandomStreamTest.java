package io.deltarule.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RandomStreamTest {
  @Test
  void uniformsAreTheElementsOfTheDraw() {
    float[] expected = new float[11];
    Philox.fillUniform(expected, 0, 11, 0, 99L, 3, -7);
    RandomStream stream = new RandomStream(99L, -7, 3);
    for (float value : expected) {
      assertThat(stream.nextUniform()).isEqualTo(value);
    }
  }

  @Test
  void normalsAreTheElementsOfTheDraw() {
    double[] expected = new double[11];
    Philox.fillNormal(expected, 0, 11, 0, 99L, 3, -7);
    RandomStream stream = new RandomStream(99L, -7, 3);
    for (double value : expected) {
      assertThat(stream.nextNormal()).isEqualTo(value);
    }
  }

  @Test
  void aNormalAfterAUniformUsesNoWordTwice() {
    double[] normals = new double[4];
    Philox.fillNormal(normals, 0, 4, 0, 5L, 0, -1);
    RandomStream stream = new RandomStream(5L, -1);
    stream.nextUniform();
    assertThat(stream.nextNormal()).isEqualTo(normals[2]);
    assertThat(stream.nextNormal()).isEqualTo(normals[3]);
  }

  @Test
  void namesSeedsAndStepsGiveDifferentStreams() {
    int[] first = {
      RandomStream.named(1, "encoder.0.weight").nextWord(),
      RandomStream.named(1, "encoder.0.bias").nextWord(),
      RandomStream.named(2, "encoder.0.weight").nextWord(),
      RandomStream.named(1, "encoder.0.weight", 1).nextWord(),
      new RandomStream(1, -1).nextWord(),
      new RandomStream(1, -2).nextWord()
    };
    assertThat(first).doesNotHaveDuplicates();
    assertThat(RandomStream.named(1, "encoder.0.weight").nextWord()).isEqualTo(first[0]);
  }

  /** The FNV-1a hash of "a" is af63dc4c8601ec8c (the authors' test vectors). */
  @Test
  void namedStreamsDeriveTheirKeyFromSeedAndHash() {
    int[] derived = new int[4];
    Philox.block(0x8601ec8c, 0xaf63dc4c, 0, Integer.MIN_VALUE, 9, 0, derived, 0);
    int[] expected = new int[4];
    Philox.block(0, 0, 0, -1, derived[0], derived[1], expected, 0);
    assertThat(RandomStream.named(9, "a").nextWord()).isEqualTo(expected[0]);
  }

  @Property(tries = 100, seed = "1")
  void boundedIntegersStayInRange(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = Integer.MAX_VALUE) int bound) {
    RandomStream stream = new RandomStream(seed, -1);
    for (int i = 0; i < 20; i++) {
      assertThat(stream.nextInt(bound)).isBetween(0, bound - 1);
    }
  }

  /** With a bound of 3 * 2^29 plain multiply-shift would double every third value's chance. */
  @Test
  void boundedIntegersAreUnbiasedForABoundThatDoesNotDivideTheWordRange() {
    int bound = 3 << 29;
    int[] remainders = new int[3];
    RandomStream stream = new RandomStream(3, -1);
    int draws = 90_000;
    for (int i = 0; i < draws; i++) {
      remainders[stream.nextInt(bound) % 3]++;
    }
    double deviation = 5 * Math.sqrt(draws * (1 / 3.0) * (2 / 3.0));
    for (int count : remainders) {
      assertThat((double) count).isCloseTo(draws / 3.0, within(deviation));
    }
  }

  @Property(tries = 100, seed = "1")
  void aPermutationHoldsEveryNumberOnce(@ForAll long seed, @ForAll @IntRange(max = 200) int n) {
    int[] order = new RandomStream(seed, -1).permutation(n);
    Arrays.sort(order);
    for (int i = 0; i < n; i++) {
      assertThat(order[i]).isEqualTo(i);
    }
    assertThat(order).hasSize(n);
  }

  /** 6 orders of 3 elements, 5 standard deviations around 1/6 each. */
  @Test
  void everyOrderIsEquallyLikely() {
    int[] seen = new int[27];
    RandomStream stream = new RandomStream(11, -1);
    int draws = 60_000;
    for (int i = 0; i < draws; i++) {
      int[] order = stream.permutation(3);
      seen[9 * order[0] + 3 * order[1] + order[2]]++;
    }
    int[] counts = Arrays.stream(seen).filter(count -> count > 0).toArray();
    assertThat(counts).hasSize(6);
    double deviation = 5 * Math.sqrt(draws * (1 / 6.0) * (5 / 6.0));
    for (int count : counts) {
      assertThat((double) count).isCloseTo(draws / 6.0, within(deviation));
    }
  }

  /**
   * The standard deviation of a normal cut at 2 is sqrt(1 - 4 phi(2) / (2 Phi(2) - 1)) = 0.87963.
   */
  @Test
  void truncatedNormalsStayInsideTheirBound() {
    RandomStream stream = new RandomStream(21, -1);
    int draws = 50_000;
    double sumOfSquares = 0;
    for (int i = 0; i < draws; i++) {
      double normal = stream.nextTruncatedNormal(2);
      assertThat(Math.abs(normal)).isLessThanOrEqualTo(2);
      sumOfSquares += normal * normal;
    }
    assertThat(Math.sqrt(sumOfSquares / draws)).isCloseTo(0.87963, within(0.01));
  }

  @Test
  void boundsThatMakeNoSenseAreRefused() {
    RandomStream stream = new RandomStream(1, -1);
    assertThatThrownBy(() -> stream.nextInt(0)).hasMessage("bound must be positive, got 0");
    assertThatThrownBy(() -> stream.nextTruncatedNormal(Double.NaN))
        .hasMessageContaining("at least 0.1, got NaN");
  }
}

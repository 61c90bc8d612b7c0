package io.deltarule.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhiloxTest {
  /** The philox4x32 10 lines of Random123's tests/kat_vectors: counter, key, output. */
  @ParameterizedTest
  @CsvSource({
    "00000000 00000000 00000000 00000000, 00000000 00000000, 6627e8d5 e169c58d bc57ac4c 9b00dbd8",
    "ffffffff ffffffff ffffffff ffffffff, ffffffff ffffffff, 408f276d 41c83b0e a20bc7c6 6d5451fd",
    "243f6a88 85a308d3 13198a2e 03707344, a4093822 299f31d0, d16cfe09 94fdcceb 5001e420 24126ea1"
  })
  void blockGivesTheKnownAnswersOfRandom123(String counter, String key, String expected) {
    int[] c = words(counter);
    int[] k = words(key);
    int[] out = new int[6];
    Philox.block(c[0], c[1], c[2], c[3], k[0], k[1], out, 1);
    assertThat(Arrays.copyOfRange(out, 1, 5)).containsExactly(words(expected));
    assertThat(out[0]).isZero();
    assertThat(out[5]).isZero();
  }

  /** The digits of pi again, spelled as an address: every field lands in its own word. */
  @Test
  void elementsAreAddressedBySeedStepStreamAndIndex() {
    long seed = 0x299f31d0_a4093822L;
    int step = 0x13198a2e;
    int stream = 0x03707344;
    long block = 0x85a308d3_243f6a88L;
    // Element indices are 4 * block + lane, so the block's top bits don't fit an index; address it
    // through the block function, and a small block through the index.
    int[] words = new int[4];
    Philox.block(seed, step, stream, block, words);
    assertThat(words).containsExactly(words("d16cfe09 94fdcceb 5001e420 24126ea1"));

    Philox.block(7, 0, step, stream, (int) seed, (int) (seed >>> 32), words, 0);
    for (int lane = 0; lane < 4; lane++) {
      assertThat(Philox.word(seed, step, stream, 28 + lane)).isEqualTo(words[lane]);
    }
    Philox.block(5, 1, step, stream, (int) seed, (int) (seed >>> 32), words, 0);
    assertThat(Philox.word(seed, step, stream, (1L << 34) + 21)).isEqualTo(words[1]);
  }

  /** 0x6627e8 * 2^-24 and so on, the top 24 bits of the first known answer. */
  @Test
  void uniformTakesTheTopTwentyFourBits() {
    float[] out = new float[4];
    Philox.fillUniform(out, 0, 4, 0, 0L, 0, 0);
    assertThat(out)
        .containsExactly(
            0x6627e8 * 0x1p-24f, 0xe169c5 * 0x1p-24f, 0xbc57ac * 0x1p-24f, 0x9b00db * 0x1p-24f);
    assertThat(Philox.uniform(0)).isZero();
    assertThat(Philox.uniform(-1)).isEqualTo(1 - 0x1p-24f);
  }

  /** Box-Muller of the first known answer, from mpmath with 30 digits, rounded to float64. */
  @Test
  void normalIsBoxMullerOfWordPairs() {
    double[] out = new double[4];
    Philox.fillNormal(out, 0, 4, 0, 0L, 0, 0);
    double[] expected = {
      0.9911374751458975, -0.924662780354433, -0.6176090549848544, -0.4820683472644963
    };
    for (int i = 0; i < 4; i++) {
      assertThat(out[i]).isCloseTo(expected[i], within(1e-15));
    }
  }

  @Test
  void normalIsFiniteForEveryWord() {
    assertThat(Philox.radius(0)).isEqualTo(Math.sqrt(48 * Math.log(2)), within(1e-14));
    assertThat(Philox.radius(-1)).isZero();
  }

  @Property(tries = 200, seed = "1")
  void anyCutOfADrawGivesTheSameNumbers(
      @ForAll long seed,
      @ForAll int step,
      @ForAll int stream,
      @ForAll @LongRange(min = 0, max = 1L << 40) long first,
      @ForAll @IntRange(max = 41) int count,
      @ForAll @IntRange(max = 41) int cut) {
    int split = Math.min(cut, count);
    float[] whole = new float[count];
    float[] parts = new float[count + 3];
    Philox.fillUniform(whole, 0, count, first, seed, step, stream);
    Philox.fillUniform(parts, 3, split, first, seed, step, stream);
    Philox.fillUniform(parts, 3 + split, count - split, first + split, seed, step, stream);
    assertThat(Arrays.copyOfRange(parts, 3, 3 + count)).containsExactly(whole);
    for (int i = 0; i < count; i++) {
      assertThat(whole[i]).isEqualTo(Philox.uniform(Philox.word(seed, step, stream, first + i)));
    }

    Philox.fillNormal(whole, 0, count, first, seed, step, stream);
    Philox.fillNormal(parts, 3, split, first, seed, step, stream);
    Philox.fillNormal(parts, 3 + split, count - split, first + split, seed, step, stream);
    assertThat(Arrays.copyOfRange(parts, 3, 3 + count)).containsExactly(whole);
  }

  @Property(tries = 50, seed = "1")
  void doubleFillsHoldTheSameNumbersUnrounded(@ForAll long seed, @ForAll @IntRange(max = 9) int n) {
    float[] single = new float[n];
    double[] exact = new double[n];
    Philox.fillUniform(single, 0, n, 2, seed, 5, 6);
    Philox.fillUniform(exact, 0, n, 2, seed, 5, 6);
    for (int i = 0; i < n; i++) {
      assertThat((double) single[i]).isEqualTo(exact[i]);
    }
    Philox.fillNormal(single, 0, n, 2, seed, 5, 6);
    Philox.fillNormal(exact, 0, n, 2, seed, 5, 6);
    for (int i = 0; i < n; i++) {
      assertThat(single[i]).isEqualTo((float) exact[i]);
    }
  }

  /** Bounds are five standard errors; the draw is fixed, so this never flickers. */
  @Test
  void momentsAreThoseOfTheDistributions() {
    int n = 1 << 18;
    double[] draw = new double[n];
    Philox.fillUniform(draw, 0, n, 0, 42L, 1, 2);
    assertThat(mean(draw, 1)).isEqualTo(0.5, within(5 * Math.sqrt(1 / 12.0 / n)));
    assertThat(mean(draw, 2)).isEqualTo(1 / 3.0, within(5 * Math.sqrt(4 / 45.0 / n)));
    Philox.fillNormal(draw, 0, n, 0, 42L, 1, 2);
    assertThat(mean(draw, 1)).isEqualTo(0, within(5 / Math.sqrt(n)));
    assertThat(mean(draw, 2)).isEqualTo(1, within(5 * Math.sqrt(2.0 / n)));
    assertThat(mean(draw, 4)).isEqualTo(3, within(5 * Math.sqrt(96.0 / n)));
  }

  @Test
  void rangesOutsideTheArrayAreRefused() {
    float[] out = new float[4];
    assertThatThrownBy(() -> Philox.fillUniform(out, 2, 3, 0, 1, 0, 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> Philox.fillNormal(out, 0, 4, -1, 1, 0, 0))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageContaining("first element -1");
  }

  private static double mean(double[] values, int power) {
    double sum = 0;
    for (double value : values) {
      sum += Math.pow(value, power);
    }
    return sum / values.length;
  }

  private static Offset<Double> within(double bound) {
    return Offset.offset(bound);
  }

  private static int[] words(String hex) {
    return Arrays.stream(hex.trim().split(" ", -1))
        .mapToInt(word -> Integer.parseUnsignedInt(word, 16))
        .toArray();
  }
}

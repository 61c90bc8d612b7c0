package io.deltarule.cpu.reduce;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.cpu.processor.Processor;
import io.deltarule.cpu.processor.Processors;
import io.deltarule.op.Reduce;
import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class RowReductionsTest {
  /** A term is rounded in at most 16 additions to its lane, 1 more of the rest, and 6 of halves. */
  private static final double SQUARES_BOUND = 24 * 0x1p-24;

  @Property(tries = 200)
  void vectorsAndPlainLoopsGiveTheSameBits(
      @ForAll @IntRange(min = 0, max = 1000) int count,
      @ForAll Reduce.Kind kind,
      @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] a = new float[count + 5];
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < a.length; i++) {
      a[i] = (float) random.nextDouble(-1, 1);
      sum += i < 5 ? 0 : a[i];
      squares += i < 5 ? 0 : (double) a[i] * a[i];
    }
    float plain = reduce(Processor.plain(), kind, a, count);
    assertThat(reduce(Processors.simd(), kind, a, count)).isEqualTo(plain);
    if (kind == Reduce.Kind.SUM) {
      assertThat(Math.abs(plain - sum)).isLessThanOrEqualTo(1e-5);
    } else if (kind == Reduce.Kind.SUM_OF_SQUARES) {
      assertThat(Math.abs(plain - squares)).isLessThanOrEqualTo(SQUARES_BOUND * squares);
    }
  }

  @Example
  void longRunsGiveTheSameBits() {
    float[] a = random(70_000, 1);
    for (Reduce.Kind kind : Reduce.Kind.values()) {
      for (int count :
          new int[] {4_095, 4_096, 4_097, 4_160, 12_345, 32_767, 32_768, 32_769, 65_536, 69_995}) {
        assertThat(reduce(Processors.simd(), kind, a, count))
            .as(kind + " of " + count)
            .isEqualTo(reduce(Processor.plain(), kind, a, count));
      }
    }
  }

  @Property(tries = 100)
  void rowsOfColumnsAreCombinedToTheSameBits(
      @ForAll @IntRange(min = 0, max = 200) int count,
      @ForAll Reduce.Kind kind,
      @ForAll long seed) {
    float[] a = random(count + 9, seed);
    float[] before = random(count + 9, seed + 1);
    float[] plain = before.clone();
    float[] simd = before.clone();
    Processor.plain().reductions().now().combineRow(kind, plain, 3, a, 5, count);
    Processors.simd().reductions().now().combineRow(kind, simd, 3, a, 5, count);
    assertThat(simd).isEqualTo(plain);
    for (int i = 0; i < before.length; i++) {
      boolean inside = i >= 3 && i < 3 + count;
      float expected = inside ? RowReductions.combine(kind, before[i], a[i + 2]) : before[i];
      assertThat(plain[i]).isEqualTo(expected);
    }
  }

  @Property(tries = 200)
  void fourRowsOfColumnsAreCombinedOneAfterTheOther(
      @ForAll @IntRange(min = 0, max = 70) int count,
      @ForAll @IntRange(min = 0, max = 3) int gap,
      @ForAll Reduce.Kind kind,
      @ForAll long seed) {
    int stride = count + gap;
    float[] a = random(5 + 4 * stride + 4, seed);
    float[] before = random(count + 9, seed + 1);
    float[] expected = before.clone();
    for (int row = 0; row < 4; row++) {
      for (int i = 0; i < count; i++) {
        expected[3 + i] = RowReductions.combine(kind, expected[3 + i], a[5 + row * stride + i]);
      }
    }
    for (Processor processor : Processors.all()) {
      float[] results = before.clone();
      processor.reductions().now().combineFourRows(kind, results, 3, a, 5, stride, count);
      assertThat(results).as("%s", processor).isEqualTo(expected);
    }
  }

  private static float[] random(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] a = new float[count];
    for (int i = 0; i < count; i++) {
      a[i] = (float) random.nextDouble(-1, 1);
    }
    return a;
  }

  @Example
  void notANumberPropagates() {
    for (Processor processor : Processors.all()) {
      for (Reduce.Kind kind : Reduce.Kind.values()) {
        for (int at = 5; at < 205; at += 40) {
          float[] a = new float[205];
          a[at] = Float.NaN;
          assertThat(reduce(processor, kind, a, 200)).isNaN();
        }
      }
    }
  }

  private static float reduce(Processor processor, Reduce.Kind kind, float[] a, int count) {
    return processor.reductions().now().reduce(kind, a, 5, count, new float[RowReductions.LANES]);
  }
}

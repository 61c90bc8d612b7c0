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
  @Property(tries = 200)
  void vectorsAndPlainLoopsGiveTheSameBits(
      @ForAll @IntRange(min = 0, max = 1000) int count,
      @ForAll Reduce.Kind kind,
      @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] a = new float[count + 5];
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      a[i] = (float) random.nextDouble(-1, 1);
      sum += i < 5 ? 0 : a[i];
    }
    float plain = reduce(Processor.plain(), kind, a, count);
    assertThat(reduce(Processors.simd(), kind, a, count)).isEqualTo(plain);
    if (kind == Reduce.Kind.SUM) {
      assertThat(Math.abs(plain - sum)).isLessThanOrEqualTo(1e-5);
    }
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
    return processor.reductions().reduce(kind, a, 5, count, new float[RowReductions.LANES]);
  }
}

package io.deltarule.cuda.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.op.ConvolutionWeightGradient;
import io.deltarule.op.Window;
import io.deltarule.tensor.Shape;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Into how many partial sums a weight gradient is cut. */
class ConvolutionStretchesTest {
  private static int stretches(int samples, int outputs, int channels, int taps, int positions) {
    ConvolutionWeightGradient op =
        new ConvolutionWeightGradient(Window.ofAxes(1), 1, List.of(taps));
    return ConvolutionKernels.stretches(
        op, Shape.of(samples, outputs, positions), Shape.of(outputs, channels, taps));
  }

  @Property
  void everyStretchHasTerms(
      @ForAll @IntRange(min = 1, max = 300) int samples,
      @ForAll @IntRange(min = 1, max = 200) int outputs,
      @ForAll @IntRange(min = 1, max = 200) int channels,
      @ForAll @IntRange(min = 1, max = 9) int taps,
      @ForAll @IntRange(min = 1, max = 3_000) int positions) {
    long terms = (long) samples * positions;
    int stretches = stretches(samples, outputs, channels, taps, positions);
    int length = Tiles.ceilDiv(terms, stretches);
    assertThat(stretches).isBetween(1, Tiles.ENOUGH_BLOCKS);
    assertThat((long) (stretches - 1) * length).isLessThan(terms);
  }

  @Test
  void fewWeightsAndManyTermsAreSharedOutAndManyWeightsAreNot() {
    assertThat(stretches(64, 32, 1, 9, 676)).isEqualTo(84);
    assertThat(stretches(1, 32, 1, 9, 676)).isEqualTo(1);
    assertThat(stretches(64, 2_048, 2_048, 9, 49)).isEqualTo(1);
  }
}

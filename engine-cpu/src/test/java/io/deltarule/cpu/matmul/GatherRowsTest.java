package io.deltarule.cpu.matmul;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.cpu.processor.Processor;
import io.deltarule.cpu.processor.Processors;
import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Rows put together from pieces are the same by vectors and element by element. */
class GatherRowsTest {
  private static final int TAPS = 3;
  private static final int CHANNELS = 4;
  private static final int CHANNEL = 90;

  /** A vector behind the last row may be overwritten. */
  private static final int SLACK = 64;

  private static final float UNTOUCHED = 7;

  @Property(tries = 300)
  void everyProcessorGathersThePiecesWithTheirPadding(
      @ForAll @IntRange(min = 1, max = 6) int count,
      @ForAll @IntRange(min = 1, max = 2) int step,
      @ForAll @IntRange(min = 0, max = 5) int row,
      @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] source = new float[CHANNELS * CHANNEL];
    for (int i = 0; i < source.length; i++) {
      source[i] = i + 1;
    }
    int[] tapStart = {-2, 0, 3};
    Pieces pieces = new Pieces(count, step, tapStart, CHANNEL);
    pieces.clear();
    int columns = 0;
    for (int s = 0; s < count; s++) {
      int length = random.nextInt(1, 41);
      int start = random.nextInt(0, CHANNEL);
      pieces.add(start, length);
      for (int tap = 0; tap < TAPS; tap++) {
        // What lies outside of the array, for any channel, is padding.
        int least = Math.min(length, Math.max(0, -(start + tapStart[tap])));
        int behind = CHANNEL - start - tapStart[tap];
        int most = Math.min(length, (behind + step - 1) / step);
        int first = random.nextInt(least, length + 1);
        pieces.range(tap, first, most <= first ? first : random.nextInt(first, most + 1));
      }
      columns += length;
    }
    int rows = CHANNELS * TAPS - row;
    float[] expected = expected(source, pieces, row, rows, columns);
    for (Processor processor : Processors.all()) {
      float[] panel = new float[2 + rows * columns + SLACK];
      Arrays.fill(panel, UNTOUCHED);
      processor
          .microKernels()
          .packing()
          .now()
          .gatherRows(source, pieces, row, rows, panel, 2, columns);
      assertThat(Arrays.copyOfRange(panel, 2, 2 + rows * columns))
          .as(processor.description())
          .isEqualTo(expected);
      assertThat(panel[0]).isEqualTo(UNTOUCHED);
      assertThat(panel[1]).isEqualTo(UNTOUCHED);
    }
  }

  private static float[] expected(float[] source, Pieces pieces, int row, int rows, int columns) {
    float[] expected = new float[rows * columns];
    for (int i = 0; i < rows; i++) {
      int tap = (row + i) % TAPS;
      int start = pieces.rowStart((row + i) / TAPS, tap);
      for (int s = 0; s < pieces.count(); s++) {
        for (int j = pieces.from(s, tap); j < pieces.to(s, tap); j++) {
          expected[i * columns + pieces.column(s) + j] =
              source[pieces.start(s) + start + j * pieces.step()];
        }
      }
    }
    return expected;
  }
}

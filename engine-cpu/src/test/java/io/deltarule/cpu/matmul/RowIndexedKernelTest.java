package io.deltarule.cpu.matmul;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.cpu.processor.Processor;
import io.deltarule.cpu.processor.Processors;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class RowIndexedKernelTest {
  /**
   * Rows of A anywhere, overlapping, for tiles of all rows and of fewer; nothing beside C changes.
   */
  @Property(tries = 100)
  void everyElementIsAChainOfFusedMultiplyAdds(
      @ForAll @IntRange(min = 1, max = MicroKernel.MAX_INNER) int k,
      @ForAll @IntRange(min = 1, max = 13) int wanted,
      @ForAll boolean fromZeros,
      @ForAll @IntRange(max = 1 << 20) int seed) {
    for (Processor processor : Processors.all()) {
      MicroKernels kernels = processor.microKernels();
      for (MicroKernels.Tile tile : List.of(kernels.wide(), kernels.low(), kernels.narrow())) {
        RowIndexedKernel kernel = tile.rowIndexed().now();
        check(kernel, k, Math.min(wanted, kernel.rows()), fromZeros, new SplittableRandom(seed));
      }
    }
  }

  private static void check(
      RowIndexedKernel kernel, int k, int validRows, boolean fromZeros, SplittableRandom random) {
    int columns = kernel.columns();
    float[] a = draw(random, 3 + 40 + k);
    float[] b = draw(random, 5 + k * columns);
    int[] places = new int[2 + kernel.rows()];
    Arrays.setAll(places, i -> random.nextInt(40));
    int stride = columns + 3;
    float[] c = draw(random, 7 + kernel.rows() * stride);
    float[] expected = c.clone();
    for (int i = 0; i < validRows; i++) {
      for (int j = 0; j < columns; j++) {
        int at = 7 + i * stride + j;
        float sum = fromZeros ? 0 : c[at];
        for (int p = 0; p < k; p++) {
          sum = Math.fma(a[3 + places[2 + i] + p], b[5 + p * columns + j], sum);
        }
        expected[at] = sum;
      }
    }
    kernel.multiply(
        k,
        a,
        3,
        b,
        5,
        places,
        2,
        fromZeros ? new float[columns] : c,
        fromZeros ? 0 : 7,
        fromZeros ? 0 : stride,
        c,
        7,
        stride,
        validRows);
    assertThat(c).as("%s x %s, k %s", validRows, columns, k).containsExactly(expected);
  }

  private static float[] draw(SplittableRandom random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }
}

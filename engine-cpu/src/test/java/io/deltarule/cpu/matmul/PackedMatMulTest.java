package io.deltarule.cpu.matmul;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.cpu.parallel.WorkerPool;
import io.deltarule.cpu.processor.Processor;
import io.deltarule.cpu.processor.Processors;
import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class PackedMatMulTest {
  /**
   * Every element is a chain of fused multiply-adds in ascending k, whatever the kernel, the
   * blocking and the number of threads: so the expected bits can be computed by one plain loop.
   */
  @Property(tries = 120)
  void everyElementIsAChainOfFusedMultiplyAdds(
      @ForAll @IntRange(min = 0, max = 70) int m,
      @ForAll @IntRange(min = 0, max = 90) int n,
      @ForAll @IntRange(min = 0, max = 300) int k,
      @ForAll boolean transposeA,
      @ForAll boolean transposeB,
      @ForAll @IntRange(min = 1, max = 3) int threads) {
    check(m, n, k, transposeA, transposeB, threads);
  }

  @Example
  void crossesEveryBlockingBoundary() {
    check(239, 259, 1031, false, false, 2);
    check(1, 513, 257, true, true, 2);
    check(513, 1, 256, false, true, 2);
    check(14, 32, 512, false, false, 1);
    // More rows and columns than fit the packed buffers at once.
    check(1500, 9, 4099, false, true, 2);
    check(15, 33, 20_011, true, false, 2);
    check(1, 1, 70_001, false, false, 1);
  }

  @Example
  void productsShareTheirPanels() {
    PackedPanels packed = new PackedPanels();
    try (WorkerPool pool = new WorkerPool(2)) {
      float[] small = new float[70 * 70];
      float[] large = new float[300 * 300];
      PackedMatMul first = productOfOnes(pool, packed, 70, small);
      PackedMatMul second = productOfOnes(pool, packed, 300, large);
      float[] panels = packed.a();
      productOfOnes(pool, packed, 300, new float[300 * 300]);
      assertThat(packed.a()).isSameAs(panels);
      for (int round = 0; round < 3; round++) {
        first.run();
        second.run();
        assertThat(small).containsOnly(70);
        assertThat(large).containsOnly(300);
        Arrays.fill(small, 0);
        Arrays.fill(large, 0);
      }
    }
  }

  private static PackedMatMul productOfOnes(
      WorkerPool pool, PackedPanels packed, int size, float[] c) {
    float[] ones = new float[size * size];
    Arrays.fill(ones, 1);
    Matrix matrix = new Matrix(ones, 0, size, size, false);
    return new PackedMatMul(
        pool,
        MicroKernels.plain(),
        packed,
        matrix,
        matrix,
        c,
        0,
        PackedMatMul.Batch.single(),
        Epilogue.NONE);
  }

  private static void check(
      int m, int n, int k, boolean transposeA, boolean transposeB, int threads) {
    SplittableRandom random = new SplittableRandom(m * 31L + n * 17L + k);
    float[] a = draw(random, m * k);
    float[] b = draw(random, k * n);
    int[] expected = expected(m, n, k, a, transposeA, b, transposeB);
    // What other products left there must not matter.
    PackedPanels packed = new PackedPanels();
    packed.reserve(100_000, 50_000, 0, 0);
    Arrays.fill(packed.a(), Float.NaN);
    Arrays.fill(packed.b(), Float.NaN);
    for (Processor processor : Processors.all()) {
      float[] c = new float[m * n + 2];
      c[0] = 5;
      c[m * n + 1] = 7;
      try (WorkerPool pool = new WorkerPool(threads)) {
        new PackedMatMul(
                pool,
                processor.microKernels(),
                packed,
                new Matrix(a, 0, m, k, transposeA),
                new Matrix(b, 0, k, n, transposeB),
                c,
                1,
                PackedMatMul.Batch.single(),
                Epilogue.NONE)
            .run();
      }
      assertThat(c[0]).isEqualTo(5);
      assertThat(c[m * n + 1]).isEqualTo(7);
      for (int i = 0; i < m * n; i++) {
        if (Float.floatToIntBits(c[i + 1]) != expected[i]) {
          throw new AssertionError(
              processor.description()
                  + ", "
                  + m
                  + "x"
                  + n
                  + "x"
                  + k
                  + ": element "
                  + i
                  + " is "
                  + c[i + 1]
                  + ", expected "
                  + Float.intBitsToFloat(expected[i]));
        }
      }
    }
  }

  private static float[] draw(SplittableRandom random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }

  private static int[] expected(
      int m, int n, int k, float[] a, boolean transposeA, float[] b, boolean transposeB) {
    int[] bits = new int[m * n];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        float sum = 0;
        for (int p = 0; p < k; p++) {
          float left = transposeA ? a[p * m + i] : a[i * k + p];
          float right = transposeB ? b[j * k + p] : b[p * n + j];
          sum = Math.fma(left, right, sum);
        }
        bits[i * n + j] = Float.floatToIntBits(sum);
      }
    }
    return bits;
  }
}

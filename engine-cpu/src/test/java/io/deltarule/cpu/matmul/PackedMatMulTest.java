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
      @ForAll @IntRange(min = 0, max = 150) int n,
      @ForAll @IntRange(min = 0, max = 500) int k,
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
    // Inner blocks, and panels that are packed together: one of each, and one more.
    check(52, 128, MicroKernel.MAX_INNER, true, false, 1);
    check(53, 129, MicroKernel.MAX_INNER + 1, true, false, 2);
    check(105, 257, 2 * MicroKernel.MAX_INNER + 1, true, false, 1);
    // More rows and columns than fit the packed buffers at once.
    check(1500, 9, 4099, false, true, 2);
    check(15, 33, 20_011, true, false, 2);
    check(1, 1, 70_001, false, false, 1);
  }

  @Example
  void productsShareTheirWorkspaces() {
    Workspaces workspaces = new Workspaces();
    try (WorkerPool pool = new WorkerPool(2)) {
      float[] small = new float[70 * 70];
      float[] large = new float[300 * 300];
      PackedMatMul first = productOfOnes(pool, workspaces, 70, small);
      PackedMatMul second = productOfOnes(pool, workspaces, 300, large);
      float[] panels = workspaces.of(1).b();
      productOfOnes(pool, workspaces, 300, new float[300 * 300]);
      assertThat(workspaces.of(1).b()).isSameAs(panels);
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
      WorkerPool pool, Workspaces workspaces, int size, float[] c) {
    float[] ones = new float[size * size];
    Arrays.fill(ones, 1);
    Matrix matrix = new Matrix(ones, 0, size, size, false);
    return new PackedMatMul(
        pool,
        MicroKernels.plain(),
        workspaces,
        matrix,
        matrix,
        c,
        0,
        PackedMatMul.Batch.single(),
        Epilogue.NONE);
  }

  @Property(tries = 300)
  void everyElementOfEveryMatrixLiesInOnePart(
      @ForAll @IntRange(min = 0, max = 9) int matrices,
      @ForAll @IntRange(min = 0, max = 400) int m,
      @ForAll @IntRange(min = 0, max = 400) int n,
      @ForAll @IntRange(min = 0, max = 3000) int k,
      @ForAll @IntRange(min = 1, max = 17) int threads) {
    MicroKernel kernel = new PlainMicroKernel(13, 32, PanelLayout.byRow());
    Partition partition = Partition.of(matrices, m, n, k, kernel, k % 2 == 0, threads);
    int[] covered = new int[matrices * m * n];
    for (int part = 0; part < partition.parts(); part++) {
      for (int matrix = partition.firstMatrix(part); matrix < partition.endMatrix(part); matrix++) {
        int row0 = partition.firstRow(part);
        int column0 = partition.firstColumn(part);
        for (int row = row0; row < Math.min(m, row0 + partition.rows()); row++) {
          int end = Math.min(n, column0 + partition.columns());
          for (int column = column0; column < end; column++) {
            covered[(matrix * m + row) * n + column]++;
          }
        }
      }
    }
    assertThat(Arrays.stream(covered)).allMatch(times -> times == 1);
  }

  @Example
  void largeProductsGiveEveryThreadWork() {
    MicroKernel kernel = new PlainMicroKernel(13, 32, PanelLayout.byRow());
    for (int threads : new int[] {2, 3, 8, 16}) {
      assertThat(Partition.of(1, 1024, 1024, 1024, kernel, false, threads).parts())
          .isGreaterThanOrEqualTo(threads);
      assertThat(Partition.of(1, 2048, 10, 4096, kernel, false, threads).parts())
          .isGreaterThanOrEqualTo(threads);
      assertThat(Partition.of(100, 64, 64, 64, kernel, false, threads).parts())
          .isGreaterThanOrEqualTo(threads);
    }
  }

  private static void check(
      int m, int n, int k, boolean transposeA, boolean transposeB, int threads) {
    SplittableRandom random = new SplittableRandom(m * 31L + n * 17L + k);
    float[] a = draw(random, m * k);
    float[] b = draw(random, k * n);
    int[] expected = expected(m, n, k, a, transposeA, b, transposeB);
    // What other products left there must not matter.
    Workspaces workspaces = new Workspaces();
    workspaces.reserve(threads, 100_000, 250_000, 0);
    for (int worker = 0; worker < threads; worker++) {
      Arrays.fill(workspaces.of(worker).a(), Float.NaN);
      Arrays.fill(workspaces.of(worker).b(), Float.NaN);
    }
    for (Processor processor : Processors.all()) {
      float[] c = new float[m * n + 2];
      c[0] = 5;
      c[m * n + 1] = 7;
      try (WorkerPool pool = new WorkerPool(threads)) {
        new PackedMatMul(
                pool,
                processor.microKernels(),
                workspaces,
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

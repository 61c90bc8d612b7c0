package io.deltarule.cpu.simd.matmul;

import io.deltarule.cpu.matmul.MicroKernel;
import io.deltarule.cpu.matmul.PanelLayout;
import io.deltarule.cpu.simd.Lanes;
import io.deltarule.cpu.warmup.Piece;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * A micro-kernel, and one in plain Java with the same tile and the same panels.
 *
 * @param vectors the tile's columns, in vectors
 * @param steps indices of the inner dimension at a time
 * @param kernel makes the micro-kernel
 */
record KernelPiece(
    int rows, int vectors, int steps, PanelLayout layout, Supplier<MicroKernel> kernel)
    implements Piece<MicroKernel> {
  /** 600 calls of so many turns of its loop make HotSpot compile a method by its thresholds. */
  static final int INNER = 25;

  /**
   * For a multiple of several steps and for what is left over there is a method each. HotSpot
   * compiles the second, whose loop is short, after 5000 calls: with so many more, of one index,
   * both are due together.
   */
  static int callsLeftOver(int steps) {
    return steps == 1 ? 0 : 5;
  }

  @Override
  public MicroKernel standIn() {
    return MicroKernel.plain(rows, vectors * Lanes.COUNT, layout);
  }

  @Override
  public MicroKernel vector() {
    return kernel.get();
  }

  /**
   * Whole tiles and those of fewer rows, from zeros and from the tile itself, and what is left over
   * of several steps at a time.
   */
  @Override
  public Runnable exercise(MicroKernel vector) {
    int columns = vectors * Lanes.COUNT;
    float[] a = new float[layout.elements(rows)];
    float[] b = new float[INNER * columns];
    float[] zeros = new float[columns];
    float[] c = new float[rows * columns];
    Arrays.fill(a, 0.5f);
    Arrays.fill(b, 0.5f);
    int callsLeftOver = callsLeftOver(steps);
    return () -> {
      for (int valid = 1; valid <= rows; valid++) {
        vector.multiply(INNER, a, 0, b, 0, zeros, 0, 0, c, 0, columns, rows);
        vector.multiply(INNER, a, 0, b, 0, c, 0, columns, c, 0, columns, valid);
        for (int i = 0; i < callsLeftOver; i++) {
          vector.multiply(1, a, 0, b, 0, zeros, 0, 0, c, 0, columns, valid);
        }
      }
      vector.multiply(0, a, 0, b, 0, zeros, 0, 0, c, 0, columns, rows);
    };
  }

  @Override
  public String toString() {
    return "products in tiles of " + rows + " x " + vectors * Lanes.COUNT;
  }
}

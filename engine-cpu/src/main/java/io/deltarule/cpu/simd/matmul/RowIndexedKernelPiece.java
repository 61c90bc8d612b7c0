package io.deltarule.cpu.simd.matmul;

import io.deltarule.cpu.matmul.RowIndexedKernel;
import io.deltarule.cpu.simd.Lanes;
import io.deltarule.cpu.warmup.Piece;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * A micro-kernel that finds the rows of A by an index, and one in plain Java with the same tile.
 *
 * @param vectors the tile's columns, in vectors
 * @param steps indices of the inner dimension at a time
 * @param kernel makes the micro-kernel
 */
record RowIndexedKernelPiece(int rows, int vectors, int steps, Supplier<RowIndexedKernel> kernel)
    implements Piece<RowIndexedKernel> {
  @Override
  public RowIndexedKernel standIn() {
    return RowIndexedKernel.plain(rows, vectors * Lanes.COUNT);
  }

  @Override
  public RowIndexedKernel vector() {
    return kernel.get();
  }

  /**
   * Whole tiles and those of fewer rows, from zeros and from the tile itself, and what is left over
   * of several steps at a time.
   */
  @Override
  public Runnable exercise(RowIndexedKernel vector) {
    int columns = vectors * Lanes.COUNT;
    float[] a = new float[rows + KernelPiece.INNER];
    float[] b = new float[KernelPiece.INNER * columns];
    int[] at = new int[rows];
    float[] zeros = new float[columns];
    float[] c = new float[rows * columns];
    Arrays.fill(a, 0.5f);
    Arrays.fill(b, 0.5f);
    Arrays.setAll(at, i -> i);
    int callsLeftOver = KernelPiece.callsLeftOver(steps);
    return () -> {
      for (int valid = 1; valid <= rows; valid++) {
        vector.multiply(KernelPiece.INNER, a, 0, b, 0, at, 0, zeros, 0, 0, c, 0, columns, rows);
        vector.multiply(KernelPiece.INNER, a, 0, b, 0, at, 0, c, 0, columns, c, 0, columns, valid);
        for (int i = 0; i < callsLeftOver; i++) {
          vector.multiply(1, a, 0, b, 0, at, 0, zeros, 0, 0, c, 0, columns, valid);
        }
      }
    };
  }

  @Override
  public String toString() {
    return "products of unpacked panels in tiles of " + rows + " x " + vectors * Lanes.COUNT;
  }
}

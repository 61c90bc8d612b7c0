package io.deltarule.cpu.simd.matmul;

import io.deltarule.cpu.matmul.IndexedKernel;
import io.deltarule.cpu.matmul.PanelLayout;
import io.deltarule.cpu.simd.Lanes;
import io.deltarule.cpu.warmup.Piece;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * A micro-kernel that finds the rows of B by an index, and one in plain Java with the same tile and
 * the same panels.
 *
 * @param vectors the tile's columns, in vectors
 * @param kernel makes the micro-kernel
 */
record IndexedKernelPiece(int rows, int vectors, PanelLayout layout, Supplier<IndexedKernel> kernel)
    implements Piece<IndexedKernel> {
  @Override
  public IndexedKernel standIn() {
    return IndexedKernel.plain(rows, vectors * Lanes.COUNT, layout);
  }

  @Override
  public IndexedKernel vector() {
    return kernel.get();
  }

  /** Whole tiles and those of fewer rows, from zeros and from the tile itself. */
  @Override
  public Runnable exercise(IndexedKernel vector) {
    int columns = vectors * Lanes.COUNT;
    float[] a = new float[layout.elements(rows)];
    float[] b = new float[KernelPiece.INNER + columns];
    int[] at = new int[KernelPiece.INNER];
    float[] zeros = new float[columns];
    float[] c = new float[rows * columns];
    Arrays.fill(a, 0.5f);
    Arrays.fill(b, 0.5f);
    Arrays.setAll(at, i -> i);
    return () -> {
      for (int valid = 1; valid <= rows; valid++) {
        vector.multiply(KernelPiece.INNER, a, 0, b, 0, at, 0, zeros, 0, 0, c, 0, columns, rows);
        vector.multiply(KernelPiece.INNER, a, 0, b, 0, at, 0, c, 0, columns, c, 0, columns, valid);
      }
    };
  }

  @Override
  public String toString() {
    return "products of unpacked rows in tiles of " + rows + " x " + vectors * Lanes.COUNT;
  }
}

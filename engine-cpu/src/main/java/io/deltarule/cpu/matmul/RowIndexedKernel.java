package io.deltarule.cpu.matmul;

/**
 * The innermost product where the rows of A lie anywhere in an array, and may overlap: A need not
 * be packed then. An element follows the one before of its row.
 */
public interface RowIndexedKernel extends TileKernel {
  /** Plain Java that can take the place of a kernel with the same tile. */
  static RowIndexedKernel plain(int rows, int columns) {
    return new PlainRowIndexedKernel(rows, columns);
  }

  /** This kernel for one more thread: itself, if it holds nothing that threads can't share. */
  default RowIndexedKernel ofThread() {
    return this;
  }

  /**
   * {@code C = START + A B} for one tile, with the same sums as {@link MicroKernel#multiply}.
   *
   * @param k the length of the inner dimension, at most {@link MicroKernel#MAX_INNER}
   * @param a where the rows of A lie: row i from {@code aOffset + rowsOfA[firstRow + i]} on, all
   *     rows of the tile
   * @param b panel of B, [k, columns] from {@code bOffset} on
   * @param start what the sums start from: rows of {@code columns} elements, {@code startStride}
   *     apart, from {@code startOffset} on; C itself, or zeros with a stride of 0
   * @param c the tile, rows of {@code columns} elements, {@code cStride} apart, from {@code
   *     cOffset} on
   * @param validRows so many rows are read from {@code start} and written to C, at least 1
   */
  void multiply(
      int k,
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      int[] rowsOfA,
      int firstRow,
      float[] start,
      int startOffset,
      int startStride,
      float[] c,
      int cOffset,
      int cStride,
      int validRows);
}

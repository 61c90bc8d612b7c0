package io.deltarule.cpu.matmul;

/** The innermost product: a tile of C that fits into registers, from packed panels. */
public interface MicroKernel extends TileKernel {
  /**
   * The longest inner dimension of a call: a panel of A, 13 rows, takes 20 KiB of the first-level
   * cache, and leaves room for what passes by.
   */
  int MAX_INNER = 384;

  /**
   * Plain Java that can take the place of a kernel with the same tile and panels.
   *
   * @param layout where the elements of a panel of A lie
   */
  static MicroKernel plain(int rows, int columns, PanelLayout layout) {
    return new PlainRowsKernel(rows, columns, layout);
  }

  /** This kernel for one more thread: itself, if it holds nothing that threads can't share. */
  default MicroKernel ofThread() {
    return this;
  }

  /**
   * {@code C = START + A B} for one tile.
   *
   * @param k the length of the inner dimension, at most {@link #MAX_INNER}
   * @param a panel of A from {@code aOffset} on, laid out as {@link #layout} says
   * @param b panel of B, [k, columns] from {@code bOffset} on
   * @param start what the sums start from: rows of {@code columns} elements, {@code startStride}
   *     apart, from {@code startOffset} on; C itself, or zeros with a stride of 0
   * @param c the tile, rows of {@code columns} elements, {@code cStride} apart, from {@code
   *     cOffset} on
   * @param validRows so many rows are read from {@code start} and written to C, at least 1; the
   *     panel of A has all rows
   */
  void multiply(
      int k,
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      float[] start,
      int startOffset,
      int startStride,
      float[] c,
      int cOffset,
      int cStride,
      int validRows);
}

package io.deltarule.cpu.matmul;

/** The innermost product: a tile of C that fits into registers, from two packed panels. */
public interface MicroKernel {
  /** Rows of the tile, and of a panel of A. */
  int rows();

  /** Columns of the tile, and of a panel of B. */
  int columns();

  /**
   * {@code C = A B} or {@code C += A B} for one tile.
   *
   * @param k the length of the inner dimension; 0 gives zeros
   * @param a panel of A, [k, rows] from {@code aOffset} on
   * @param b panel of B, [k, columns] from {@code bOffset} on
   * @param c the tile, rows of {@code columns} elements, {@code cStride} apart, from {@code
   *     cOffset} on
   * @param accumulate whether the sums start from what C holds rather than from 0
   */
  void multiply(
      int k,
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      float[] c,
      int cOffset,
      int cStride,
      boolean accumulate);
}

package io.deltarule.cpu.matmul;

/**
 * Where the elements of a packed panel of A lie: row i and inner index p at {@code i * rowStride +
 * p * innerStride}. Both are constants of a micro-kernel, so that a tile's elements are addressed
 * by one register.
 *
 * @param rowStride elements from one row to the next
 * @param innerStride elements from one inner index to the next
 */
public record PanelLayout(int rowStride, int innerStride) {
  /**
   * Rows one after the other, as A is stored where it is not transposed. They are longer than a
   * power of two, so that they don't compete for the same lines of the cache.
   */
  public static PanelLayout byRow() {
    return new PanelLayout(MicroKernel.MAX_INNER + 16, 1);
  }

  /**
   * Inner indices one after the other, as A is stored where it is transposed.
   *
   * @param stride the panel's rows, or more
   */
  public static PanelLayout byInnerIndex(int stride) {
    return new PanelLayout(1, stride);
  }

  /** Elements of a panel. */
  public int elements(int rows) {
    return innerStride == 1 ? rows * rowStride : MicroKernel.MAX_INNER * innerStride;
  }
}

package io.deltarule.cpu.index;

/**
 * Sums of chosen rows of a matrix. Each column is summed from 0 in the order in which the rows are
 * named: this order is the definition, so that all implementations give the same bits.
 */
public interface RowSums {
  /**
   * {@code y[at + c] = sum over i from first to last - 1 of x[start + rows[i] * stride + c]} for
   * every c below {@code columns}; without rows, 0.
   *
   * @param start where column 0 of row 0 lies
   * @param stride the elements from one row to the next
   */
  void sum(
      float[] x,
      int start,
      int stride,
      int[] rows,
      int first,
      int last,
      int columns,
      float[] y,
      int at);

  /** Plain Java. */
  static RowSums plain() {
    return PlainRowSums::sum;
  }
}

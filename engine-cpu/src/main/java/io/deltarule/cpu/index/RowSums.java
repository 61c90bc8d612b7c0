package io.deltarule.cpu.index;

/**
 * Sums of rows by index, in both directions. Each column is summed in the order in which the rows
 * are named: this order is the definition, so that all implementations give the same bits.
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

  /**
   * {@code y[at + places[i] * stride + c] += x[start + rows[i] * stride + c]} for i from first to
   * last - 1, in order, and every c below {@code columns}.
   */
  void add(
      float[] x,
      int start,
      int stride,
      int[] rows,
      int[] places,
      int first,
      int last,
      int columns,
      float[] y,
      int at);

  /** Plain Java. */
  static RowSums plain() {
    return new PlainRowSums();
  }
}

package io.deltarule.cpu.matmul;

/**
 * In plain Java, rows of A are packed after all: a row is copied once for many columns. It is of
 * one thread, whose panel it holds.
 */
final class PlainRowIndexedKernel implements RowIndexedKernel {
  private static final PanelLayout LAYOUT = PanelLayout.byRow();

  private final PlainRowsKernel kernel;
  private final float[] panel;

  PlainRowIndexedKernel(int rows, int columns) {
    kernel = new PlainRowsKernel(rows, columns, LAYOUT);
    panel = new float[LAYOUT.elements(rows)];
  }

  @Override
  public PlainRowIndexedKernel ofThread() {
    return new PlainRowIndexedKernel(rows(), columns());
  }

  @Override
  public int rows() {
    return kernel.rows();
  }

  @Override
  public int columns() {
    return kernel.columns();
  }

  @Override
  public int rowStride() {
    return LAYOUT.rowStride();
  }

  @Override
  public int innerStride() {
    return LAYOUT.innerStride();
  }

  @Override
  public void multiply(
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
      int validRows) {
    for (int i = 0; i < validRows; i++) {
      int from = aOffset + rowsOfA[firstRow + i];
      System.arraycopy(a, from, panel, i * LAYOUT.rowStride(), k);
    }
    kernel.multiply(
        k, panel, 0, b, bOffset, start, startOffset, startStride, c, cOffset, cStride, validRows);
  }
}

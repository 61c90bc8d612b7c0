package io.deltarule.cpu.index;

import java.util.Arrays;

/** Row by row. */
final class PlainRowSums implements RowSums {
  @Override
  public void sum(
      float[] x,
      int start,
      int stride,
      int[] rows,
      int first,
      int last,
      int columns,
      float[] y,
      int at) {
    Arrays.fill(y, at, at + columns, 0);
    for (int i = first; i < last; i++) {
      addRow(x, start + rows[i] * stride, columns, y, at);
    }
  }

  @Override
  public void add(
      float[] x,
      int start,
      int stride,
      int[] rows,
      int[] places,
      int first,
      int last,
      int columns,
      float[] y,
      int at) {
    for (int i = first; i < last; i++) {
      addRow(x, start + rows[i] * stride, columns, y, at + places[i] * stride);
    }
  }

  private static void addRow(float[] x, int from, int columns, float[] y, int to) {
    for (int c = 0; c < columns; c++) {
      y[to + c] += x[from + c];
    }
  }
}

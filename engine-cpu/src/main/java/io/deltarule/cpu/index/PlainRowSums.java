package io.deltarule.cpu.index;

import java.util.Arrays;

/** Sums row by row, in place. */
final class PlainRowSums {
  private PlainRowSums() {}

  static void sum(
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
      int from = start + rows[i] * stride;
      for (int c = 0; c < columns; c++) {
        y[at + c] += x[from + c];
      }
    }
  }
}

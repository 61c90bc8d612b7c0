package io.deltarule.cpu.matmul;

/**
 * The micro-kernel in plain Java: eight columns of a row at a time, in local variables.
 *
 * @param rows rows of the tile
 * @param columns columns of the tile, a multiple of 8
 * @param layout where the elements of a panel of A lie
 */
public record PlainMicroKernel(int rows, int columns, PanelLayout layout) implements MicroKernel {
  public PlainMicroKernel {
    if (rows < 1 || columns < 8 || columns % 8 != 0) {
      throw new IllegalArgumentException(
          "plain micro-kernel: needs rows and a multiple of 8 columns, got "
              + rows
              + " and "
              + columns);
    }
  }

  @Override
  public int rowStride() {
    return layout.rowStride();
  }

  @Override
  public int innerStride() {
    return layout.innerStride();
  }

  @Override
  public void multiply(
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
      int validRows) {
    int step = layout.innerStride();
    for (int i = 0; i < validRows; i++) {
      int row = aOffset + i * layout.rowStride();
      for (int j = 0; j < columns; j += 8) {
        int from = startOffset + i * startStride + j;
        int to = cOffset + i * cStride + j;
        eightColumns(k, a, row, step, b, bOffset + j, start, from, c, to);
      }
    }
  }

  private void eightColumns(
      int k,
      float[] a,
      int aAt,
      int aStep,
      float[] b,
      int bAt,
      float[] start,
      int from,
      float[] c,
      int to) {
    float s0 = start[from];
    float s1 = start[from + 1];
    float s2 = start[from + 2];
    float s3 = start[from + 3];
    float s4 = start[from + 4];
    float s5 = start[from + 5];
    float s6 = start[from + 6];
    float s7 = start[from + 7];
    for (int p = 0; p < k; p++) {
      float x = a[aAt + p * aStep];
      int at = bAt + p * columns;
      s0 = Math.fma(x, b[at], s0);
      s1 = Math.fma(x, b[at + 1], s1);
      s2 = Math.fma(x, b[at + 2], s2);
      s3 = Math.fma(x, b[at + 3], s3);
      s4 = Math.fma(x, b[at + 4], s4);
      s5 = Math.fma(x, b[at + 5], s5);
      s6 = Math.fma(x, b[at + 6], s6);
      s7 = Math.fma(x, b[at + 7], s7);
    }
    c[to] = s0;
    c[to + 1] = s1;
    c[to + 2] = s2;
    c[to + 3] = s3;
    c[to + 4] = s4;
    c[to + 5] = s5;
    c[to + 6] = s6;
    c[to + 7] = s7;
  }
}

package io.deltarule.cpu.matmul;

/**
 * The micro-kernel in plain Java: eight columns of a row at a time, in local variables.
 *
 * @param rows rows of the tile
 * @param columns columns of the tile, a multiple of 8
 */
public record PlainMicroKernel(int rows, int columns) implements MicroKernel {
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
  public void multiply(
      int k,
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      float[] c,
      int cOffset,
      int cStride,
      boolean accumulate) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j += 8) {
        int at = cOffset + i * cStride + j;
        eightColumns(k, a, aOffset + i, b, bOffset + j, c, at, accumulate);
      }
    }
  }

  private void eightColumns(
      int k, float[] a, int aAt, float[] b, int bAt, float[] c, int at, boolean accumulate) {
    float s0 = accumulate ? c[at] : 0;
    float s1 = accumulate ? c[at + 1] : 0;
    float s2 = accumulate ? c[at + 2] : 0;
    float s3 = accumulate ? c[at + 3] : 0;
    float s4 = accumulate ? c[at + 4] : 0;
    float s5 = accumulate ? c[at + 5] : 0;
    float s6 = accumulate ? c[at + 6] : 0;
    float s7 = accumulate ? c[at + 7] : 0;
    for (int p = 0; p < k; p++) {
      float x = a[aAt + p * rows];
      int at0 = bAt + p * columns;
      s0 = Math.fma(x, b[at0], s0);
      s1 = Math.fma(x, b[at0 + 1], s1);
      s2 = Math.fma(x, b[at0 + 2], s2);
      s3 = Math.fma(x, b[at0 + 3], s3);
      s4 = Math.fma(x, b[at0 + 4], s4);
      s5 = Math.fma(x, b[at0 + 5], s5);
      s6 = Math.fma(x, b[at0 + 6], s6);
      s7 = Math.fma(x, b[at0 + 7], s7);
    }
    c[at] = s0;
    c[at + 1] = s1;
    c[at + 2] = s2;
    c[at + 3] = s3;
    c[at + 4] = s4;
    c[at + 5] = s5;
    c[at + 6] = s6;
    c[at + 7] = s7;
  }
}

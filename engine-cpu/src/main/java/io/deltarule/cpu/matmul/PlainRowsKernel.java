package io.deltarule.cpu.matmul;

/**
 * The micro-kernel in plain Java for many columns: a row of C grows by four products at a time, in
 * a loop over its columns that the JIT turns into vector instructions by itself. It only does so
 * where it sees that what is written is not what is read: so rows lie in arrays of their own, from
 * index 0 on, which makes it six times as fast.
 *
 * <p>It is of one thread, whose rows it holds.
 */
final class PlainRowsKernel implements MicroKernel, IndexedKernel {
  /** Products added at a time. */
  private static final int STEP = 4;

  private final int rows;
  private final PanelLayout layout;
  private final float[][] sums;
  private final float[][] rowsOfB;

  /**
   * A kernel.
   *
   * @param columns columns of the tile: long enough for the loop to be worth it
   * @param layout where the elements of a panel of A lie
   */
  PlainRowsKernel(int rows, int columns, PanelLayout layout) {
    this.rows = rows;
    this.layout = layout;
    this.sums = new float[rows][columns];
    this.rowsOfB = new float[STEP][columns];
  }

  @Override
  public PlainRowsKernel ofThread() {
    return new PlainRowsKernel(rows, columns(), layout);
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public int columns() {
    return rowsOfB[0].length;
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
    load(start, startOffset, startStride, validRows);
    for (int p = 0; p < k; p += STEP) {
      int count = Math.min(STEP, k - p);
      for (int q = 0; q < count; q++) {
        System.arraycopy(b, bOffset + (p + q) * columns(), rowsOfB[q], 0, columns());
      }
      add(a, aOffset + p * layout.innerStride(), count, validRows);
    }
    store(c, cOffset, cStride, validRows);
  }

  @Override
  public void multiply(
      int k,
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      int[] startsOfB,
      int firstRow,
      float[] start,
      int startOffset,
      int startStride,
      float[] c,
      int cOffset,
      int cStride,
      int validRows) {
    load(start, startOffset, startStride, validRows);
    for (int p = 0; p < k; p += STEP) {
      int count = Math.min(STEP, k - p);
      for (int q = 0; q < count; q++) {
        int from = bOffset + startsOfB[firstRow + p + q];
        System.arraycopy(b, from, rowsOfB[q], 0, columns());
      }
      add(a, aOffset + p * layout.innerStride(), count, validRows);
    }
    store(c, cOffset, cStride, validRows);
  }

  private void load(float[] start, int offset, int stride, int validRows) {
    for (int i = 0; i < validRows; i++) {
      System.arraycopy(start, offset + i * stride, sums[i], 0, columns());
    }
  }

  private void store(float[] c, int offset, int stride, int validRows) {
    for (int i = 0; i < validRows; i++) {
      System.arraycopy(sums[i], 0, c, offset + i * stride, columns());
    }
  }

  /** Adds the products of the rows of B that were taken. */
  private void add(float[] a, int at, int count, int validRows) {
    for (int i = 0; i < validRows; i++) {
      int row = at + i * layout.rowStride();
      if (count == STEP) {
        addFour(a, row, sums[i]);
      } else {
        for (int q = 0; q < count; q++) {
          addOne(a[row + q * layout.innerStride()], rowsOfB[q], sums[i]);
        }
      }
    }
  }

  private void addFour(float[] a, int at, float[] sum) {
    int step = layout.innerStride();
    float x0 = a[at];
    float x1 = a[at + step];
    float x2 = a[at + 2 * step];
    float x3 = a[at + 3 * step];
    addFour(x0, x1, x2, x3, rowsOfB[0], rowsOfB[1], rowsOfB[2], rowsOfB[3], sum);
  }

  private static void addFour(
      float x0,
      float x1,
      float x2,
      float x3,
      float[] b0,
      float[] b1,
      float[] b2,
      float[] b3,
      float[] sum) {
    for (int j = 0; j < sum.length; j++) {
      float s = Math.fma(x0, b0[j], sum[j]);
      s = Math.fma(x1, b1[j], s);
      s = Math.fma(x2, b2[j], s);
      sum[j] = Math.fma(x3, b3[j], s);
    }
  }

  private static void addOne(float x, float[] b, float[] sum) {
    for (int j = 0; j < sum.length; j++) {
      sum[j] = Math.fma(x, b[j], sum[j]);
    }
  }
}

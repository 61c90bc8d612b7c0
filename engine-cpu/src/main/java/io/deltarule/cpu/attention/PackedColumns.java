package io.deltarule.cpu.attention;

import io.deltarule.cpu.matmul.MicroKernel;
import io.deltarule.cpu.matmul.Packing;

/**
 * The second operand of products, [inner, columns], packed into panels. An inner dimension beyond
 * {@link MicroKernel#MAX_INNER} is packed in blocks.
 */
final class PackedColumns {
  private static final int BLOCK = MicroKernel.MAX_INNER;

  private float[] panels = new float[0];
  private int width;
  private int inner;
  private int padded;

  /** Makes room; what was packed before may be lost. */
  void reserve(int mostInner, int mostColumns, int panelWidth) {
    int elements = padded(mostColumns, panelWidth) * mostInner;
    if (panels.length < elements) {
      panels = new float[elements];
    }
  }

  /** A number of columns, filled up to whole panels. */
  static int padded(int size, int panel) {
    return (size + panel - 1) / panel * panel;
  }

  /** Packs a matrix [rows, columns], {@code columns} the stride: rows are inner indices. */
  void pack(Packing packing, float[] source, int start, int rows, int columns, int panelWidth) {
    shape(rows, columns, panelWidth);
    for (int from = 0; from < rows; from += BLOCK) {
      int count = Math.min(BLOCK, rows - from);
      for (int column = 0; column < columns; column += width) {
        packing.copyShortRows(
            source,
            start + from * columns + column,
            columns,
            count,
            Math.min(width, columns - column),
            panels,
            from * padded + column * count,
            width);
      }
    }
  }

  /** Packs a matrix [rows, length] transposed: rows are columns. */
  void packTransposed(
      Packing packing, float[] source, int start, int rows, int length, int panelWidth) {
    shape(length, rows, panelWidth);
    for (int from = 0; from < length; from += BLOCK) {
      int count = Math.min(BLOCK, length - from);
      for (int column = 0; column < rows; column += width) {
        packing.transpose(
            source,
            start + column * length + from,
            length,
            Math.min(width, rows - column),
            count,
            panels,
            from * padded + column * count,
            width);
      }
    }
  }

  private void shape(int newInner, int columns, int panelWidth) {
    width = panelWidth;
    inner = newInner;
    padded = padded(columns, panelWidth);
  }

  /**
   * {@code C = A B}, or {@code C += A B}, for one panel of A and the first {@code columns} columns,
   * filled up to whole panels.
   *
   * @param a the panel, one of each block of inner indices, {@code aBlock} elements apart
   * @param from the first inner index; above 0, or with fewer than all, there is one block only
   * @param count so many inner indices
   * @param zeros at least a panel's width of zeros
   * @param rows so many rows of C are written
   */
  void multiply(
      MicroKernel kernel,
      float[] a,
      int aBlock,
      int aAt,
      int from,
      int count,
      int columns,
      float[] zeros,
      float[] c,
      int cAt,
      int cStride,
      int rows,
      boolean adds) {
    int done = 0;
    do {
      int whole = Math.min(BLOCK, inner - done);
      int block = Math.min(BLOCK, count - done);
      boolean isFirst = done == 0 && !adds;
      for (int column = 0; column < columns; column += width) {
        kernel.multiply(
            block,
            a,
            aAt + done / BLOCK * aBlock,
            panels,
            done * padded + column * whole + from * width,
            isFirst ? zeros : c,
            isFirst ? 0 : cAt + column,
            isFirst ? 0 : cStride,
            c,
            cAt + column,
            cStride,
            rows);
      }
      done += block;
    } while (done < count);
  }
}

package io.deltarule.cpu.matmul;

/**
 * Copies blocks of a matrix into panels, so that the micro-kernel reads memory straight through.
 */
final class Packing {
  private Packing() {}

  /**
   * Packs {@code width} rows (of A) or columns (of B) from {@code from} on, over the inner indices
   * {@code k0} to {@code k0 + kc - 1}, into a panel [kc, panelWidth] with zeros beyond {@code
   * width}.
   *
   * @param contiguous whether neighbours in a panel's row are neighbours in memory
   * @param base the element of row or column 0 and inner index 0
   * @param stride elements from one stored row to the next
   */
  static void pack(
      float[] source,
      int base,
      int stride,
      boolean contiguous,
      int from,
      int width,
      int k0,
      int kc,
      float[] panel,
      int at,
      int panelWidth) {
    if (contiguous) {
      packRows(source, base + k0 * stride + from, stride, width, kc, panel, at, panelWidth);
    } else {
      packColumns(source, base + from * stride + k0, stride, width, kc, panel, at, panelWidth);
    }
  }

  private static void packRows(
      float[] source,
      int start,
      int stride,
      int width,
      int kc,
      float[] panel,
      int at,
      int panelWidth) {
    for (int k = 0; k < kc; k++) {
      int to = at + k * panelWidth;
      System.arraycopy(source, start + k * stride, panel, to, width);
      for (int i = width; i < panelWidth; i++) {
        panel[to + i] = 0;
      }
    }
  }

  private static void packColumns(
      float[] source,
      int start,
      int stride,
      int width,
      int kc,
      float[] panel,
      int at,
      int panelWidth) {
    for (int i = 0; i < width; i++) {
      int from = start + i * stride;
      int to = at + i;
      for (int k = 0; k < kc; k++) {
        panel[to + k * panelWidth] = source[from + k];
      }
    }
    for (int i = width; i < panelWidth; i++) {
      for (int k = 0; k < kc; k++) {
        panel[at + i + k * panelWidth] = 0;
      }
    }
  }
}

package io.deltarule.cpu.matmul;

import java.util.Arrays;

/**
 * Copies blocks of a matrix into panels, so that the micro-kernel reads memory straight through.
 * Panels are padded with zeros, lest what other products left there be slow to multiply.
 */
public class Packing {
  public Packing() {}

  /**
   * Packs rows one after the other, {@code panelStride} apart.
   *
   * @param start the first row's first element
   * @param stride elements from one row of the matrix to the next
   * @param valid rows that the matrix has
   * @param rows rows of the panel
   * @param count elements of each row
   */
  public final void copyRows(
      float[] source,
      int start,
      int stride,
      int valid,
      int rows,
      int count,
      float[] panel,
      int at,
      int panelStride) {
    for (int i = 0; i < valid; i++) {
      System.arraycopy(source, start + i * stride, panel, at + i * panelStride, count);
    }
    for (int i = valid; i < rows; i++) {
      int row = at + i * panelStride;
      Arrays.fill(panel, row, row + count, 0);
    }
  }

  /**
   * Packs many short rows into a panel, without gaps.
   *
   * @param start the first row's first element
   * @param stride elements from one row of the matrix to the next
   * @param rows the number of rows
   * @param valid elements of each row
   * @param width elements of a row of the panel, at least {@code valid}
   */
  public final void copyShortRows(
      float[] source,
      int start,
      int stride,
      int rows,
      int valid,
      float[] panel,
      int at,
      int width) {
    copyShortRows(source, start, stride, rows, valid, width, panel, at, width, 0);
  }

  /**
   * Packs rows of which each panel takes a piece, into one panel after the other.
   *
   * @param start the first row's first element
   * @param stride elements from one row of the matrix to the next
   * @param rows the number of rows
   * @param valid elements of each row, in all panels together
   * @param piece elements of each row in a panel; the last panel may have fewer
   * @param width elements of a row of a panel, at least {@code piece}
   * @param panelStride elements from one panel to the next
   */
  public void copyShortRows(
      float[] source,
      int start,
      int stride,
      int rows,
      int valid,
      int piece,
      float[] panels,
      int at,
      int width,
      int panelStride) {
    int panel = at;
    for (int from = 0; from < valid; from += piece) {
      int length = Math.min(piece, valid - from);
      for (int k = 0; k < rows; k++) {
        int to = panel + k * width;
        System.arraycopy(source, start + k * stride + from, panels, to, length);
        for (int i = length; i < width; i++) {
          panels[to + i] = 0;
        }
      }
      panel += panelStride;
    }
  }

  /**
   * Packs rows as columns: element k of row i becomes element i of row k.
   *
   * @param start the first row's first element
   * @param stride elements from one row of the matrix to the next
   * @param valid rows that the matrix has
   * @param count elements of each row, and rows of the panel
   * @param width elements of a row of the panel, at least {@code valid}
   */
  public final void transpose(
      float[] source,
      int start,
      int stride,
      int valid,
      int count,
      float[] panel,
      int at,
      int width) {
    int i = 0;
    for (; i + 8 <= valid; i += 8) {
      eightColumns(source, start + i * stride, stride, count, panel, at + i, width);
    }
    for (; i < valid; i++) {
      int from = start + i * stride;
      for (int k = 0; k < count; k++) {
        panel[at + i + k * width] = source[from + k];
      }
    }
    for (; i < width; i++) {
      for (int k = 0; k < count; k++) {
        panel[at + i + k * width] = 0;
      }
    }
  }

  /**
   * Copies lines of some samples side by side, line after line. What lies behind a sample's line,
   * up to a vector of elements, may be overwritten: the next one comes after it.
   *
   * @param from the first line's first element
   * @param sourceLine elements from one line to the next
   * @param sourceSample elements from one sample to the next
   * @param step elements of the source from one that is copied to the next
   * @param length elements that are copied of a sample's line
   * @param end where the target ends: nothing from there on is overwritten
   */
  public void copyLines(
      float[] source,
      int from,
      int sourceLine,
      int sourceSample,
      int step,
      float[] target,
      int to,
      int targetLine,
      int targetSample,
      int lines,
      int samples,
      int length,
      int end) {
    for (int line = 0; line < lines; line++) {
      for (int s = 0; s < samples; s++) {
        int first = from + line * sourceLine + s * sourceSample;
        int at = to + line * targetLine + s * targetSample;
        if (step == 1) {
          System.arraycopy(source, first, target, at, length);
        } else {
          for (int i = 0; i < length; i++) {
            target[at + i] = source[first + i * step];
          }
        }
      }
    }
  }

  /**
   * Packs rows that are put together from pieces. What lies behind a row, up to a vector of
   * elements, may be overwritten: the next row comes after it.
   *
   * @param source where the pieces lie
   * @param row the first row
   * @param rows the number of rows
   * @param stride elements from one row of the panel to the next
   */
  public void gatherRows(
      float[] source, Pieces pieces, int row, int rows, float[] panel, int at, int stride) {
    for (int i = 0; i < rows; i++) {
      int tap = (row + i) % pieces.taps();
      int shift = pieces.rowStart((row + i) / pieces.taps(), tap);
      for (int s = 0; s < pieces.count(); s++) {
        gatherPiece(source, pieces, s, tap, shift, panel, at + i * stride);
      }
    }
  }

  /** Packs one piece, element by element where it has gaps. */
  protected static void gatherPiece(
      float[] source, Pieces pieces, int piece, int tap, int shift, float[] panel, int row) {
    int begin = row + pieces.column(piece);
    int end = begin + pieces.columns(piece);
    int first = begin + pieces.from(piece, tap);
    int last = begin + pieces.to(piece, tap);
    int step = pieces.step();
    for (int i = begin; i < first; i++) {
      panel[i] = 0;
    }
    int from = pieces.start(piece) + shift + (first - begin) * step;
    if (step == 1) {
      System.arraycopy(source, first < last ? from : 0, panel, first, last - first);
    } else {
      for (int i = first; i < last; i++) {
        panel[i] = source[from];
        from += step;
      }
    }
    for (int i = last; i < end; i++) {
      panel[i] = 0;
    }
  }

  /** Eight rows at a time, so that what is written together lies together. */
  private static void eightColumns(
      float[] source, int start, int stride, int count, float[] panel, int at, int width) {
    int r1 = start + stride;
    int r2 = r1 + stride;
    int r3 = r2 + stride;
    int r4 = r3 + stride;
    int r5 = r4 + stride;
    int r6 = r5 + stride;
    int r7 = r6 + stride;
    int to = at;
    for (int k = 0; k < count; k++) {
      panel[to] = source[start + k];
      panel[to + 1] = source[r1 + k];
      panel[to + 2] = source[r2 + k];
      panel[to + 3] = source[r3 + k];
      panel[to + 4] = source[r4 + k];
      panel[to + 5] = source[r5 + k];
      panel[to + 6] = source[r6 + k];
      panel[to + 7] = source[r7 + k];
      to += width;
    }
  }
}

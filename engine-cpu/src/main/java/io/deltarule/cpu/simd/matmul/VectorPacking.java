package io.deltarule.cpu.simd.matmul;

import io.deltarule.cpu.matmul.Packing;
import io.deltarule.cpu.matmul.Pieces;
import io.deltarule.cpu.simd.Lanes;
import jdk.incubator.vector.FloatVector;

/** Packing whose short rows are a vector or two: a call for each would cost more than the copy. */
final class VectorPacking extends Packing {
  VectorPacking() {}

  /**
   * A short row takes along what lies behind it, which no result depends on. Where the array ends
   * before the panel's row does, the row is copied element by element.
   */
  @Override
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
    int count = (valid + piece - 1) / piece;
    int room = source.length - start - (count - 1) * piece - width;
    int whole = room < 0 ? 0 : Math.min(rows, room / stride + 1);
    if (width == Lanes.COUNT) {
      if (count == 1) {
        oneVector(source, start, stride, whole, panels, at);
      } else {
        oneVectorEach(source, start, stride, whole, count, piece, panels, at, panelStride);
      }
    } else if (width == 2 * Lanes.COUNT) {
      if (count == 1) {
        twoVectors(source, start, stride, whole, panels, at);
      } else {
        twoVectorsEach(source, start, stride, whole, count, piece, panels, at, panelStride);
      }
    } else {
      whole = 0;
    }
    super.copyShortRows(
        source,
        start + whole * stride,
        stride,
        rows - whole,
        valid,
        piece,
        panels,
        at + whole * width,
        width,
        panelStride);
  }

  /**
   * A piece is copied by whole vectors, which take along what lies behind it: the next piece, or
   * the next row, is written over that. Padding is put in afterwards. A piece near the ends of the
   * array, or with gaps, is copied element by element.
   */
  @Override
  public void gatherRows(
      float[] source, Pieces pieces, int row, int rows, float[] panel, int at, int stride) {
    if (!pieces.isWithoutGaps()) {
      super.gatherRows(source, pieces, row, rows, panel, at, stride);
      return;
    }
    int taps = pieces.taps();
    int channel = row / taps;
    int tap = row % taps;
    for (int i = 0; i < rows; i++) {
      int shift = pieces.rowStart(channel, tap);
      int to = at + i * stride;
      for (int s = 0; s < pieces.count(); s++) {
        int columns = pieces.columns(s);
        int start = pieces.start(s) + shift;
        int end = start + (columns + Lanes.COUNT - 1) / Lanes.COUNT * Lanes.COUNT;
        int first = pieces.from(s, tap);
        int last = pieces.to(s, tap);
        if (start < 0 || end > source.length || first >= last) {
          gatherPiece(source, pieces, s, tap, shift, panel, to);
        } else {
          int begin = to + pieces.column(s);
          for (int j = 0; j < columns; j += Lanes.COUNT) {
            Lanes.VECTOR
                .cast(FloatVector.fromArray(Lanes.SPECIES, source, start + j))
                .intoArray(panel, begin + j);
          }
          for (int j = 0; j < first; j++) {
            panel[begin + j] = 0;
          }
          for (int j = last; j < columns; j++) {
            panel[begin + j] = 0;
          }
        }
      }
      if (++tap == taps) {
        tap = 0;
        channel++;
      }
    }
  }

  private static void oneVector(
      float[] source, int start, int stride, int rows, float[] panel, int at) {
    int from = start;
    int to = at;
    for (int k = 0; k < rows; k++) {
      Lanes.VECTOR.cast(FloatVector.fromArray(Lanes.SPECIES, source, from)).intoArray(panel, to);
      from += stride;
      to += Lanes.COUNT;
    }
  }

  private static void twoVectors(
      float[] source, int start, int stride, int rows, float[] panel, int at) {
    int from = start;
    int to = at;
    for (int k = 0; k < rows; k++) {
      FloatVector v0 = FloatVector.fromArray(Lanes.SPECIES, source, from);
      FloatVector v1 = FloatVector.fromArray(Lanes.SPECIES, source, from + Lanes.COUNT);
      Lanes.VECTOR.cast(v0).intoArray(panel, to);
      Lanes.VECTOR.cast(v1).intoArray(panel, to + Lanes.COUNT);
      from += stride;
      to += 2 * Lanes.COUNT;
    }
  }

  private static void oneVectorEach(
      float[] source,
      int start,
      int stride,
      int rows,
      int count,
      int piece,
      float[] panels,
      int at,
      int panelStride) {
    for (int k = 0; k < rows; k++) {
      int from = start + k * stride;
      int to = at + k * Lanes.COUNT;
      for (int p = 0; p < count; p++) {
        Lanes.VECTOR.cast(FloatVector.fromArray(Lanes.SPECIES, source, from)).intoArray(panels, to);
        from += piece;
        to += panelStride;
      }
    }
  }

  private static void twoVectorsEach(
      float[] source,
      int start,
      int stride,
      int rows,
      int count,
      int piece,
      float[] panels,
      int at,
      int panelStride) {
    for (int k = 0; k < rows; k++) {
      int from = start + k * stride;
      int to = at + k * 2 * Lanes.COUNT;
      for (int p = 0; p < count; p++) {
        FloatVector v0 = FloatVector.fromArray(Lanes.SPECIES, source, from);
        FloatVector v1 = FloatVector.fromArray(Lanes.SPECIES, source, from + Lanes.COUNT);
        Lanes.VECTOR.cast(v0).intoArray(panels, to);
        Lanes.VECTOR.cast(v1).intoArray(panels, to + Lanes.COUNT);
        from += piece;
        to += panelStride;
      }
    }
  }
}

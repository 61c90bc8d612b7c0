package io.deltarule.cpu.simd.matmul;

import io.deltarule.cpu.matmul.Packing;
import io.deltarule.cpu.matmul.Pieces;
import io.deltarule.cpu.simd.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/** Packing whose short rows are a vector or two: a call for each would cost more than the copy. */
final class VectorPacking extends Packing {
  /** Every second element, twice: of one vector, and then of the next, behind it. */
  private static final VectorShuffle<Float> EVEN =
      VectorShuffle.fromOp(Lanes.SPECIES, lane -> 2 * lane % Lanes.COUNT);

  private static final VectorMask<Float> SECOND_HALF =
      VectorMask.fromLong(Lanes.SPECIES, -1L << Lanes.COUNT / 2);

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
      oneVectorEach(source, start, stride, piece, panels, at, width, panelStride, whole, count);
    } else if (width == 2 * Lanes.COUNT) {
      twoVectorsEach(source, start, stride, piece, panels, at, width, panelStride, whole, count);
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

  /** Lines near the end of either array are copied element by element. */
  @Override
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
    int vectors = (length + Lanes.COUNT - 1) / Lanes.COUNT;
    int sourceRoom =
        source.length - from - (samples - 1) * sourceSample - step * vectors * Lanes.COUNT;
    int targetRoom = end - to - (samples - 1) * targetSample - vectors * Lanes.COUNT;
    int fit = Math.min(fitting(sourceRoom, sourceLine), fitting(targetRoom, targetLine));
    int whole = step > 2 ? 0 : Math.min(lines, fit);
    if (step == 2) {
      everySecond(
          source,
          from,
          sourceLine,
          sourceSample,
          target,
          to,
          targetLine,
          targetSample,
          whole,
          samples,
          vectors);
    } else if (vectors == 1) {
      oneVectorEach(
          source,
          from,
          sourceLine,
          sourceSample,
          target,
          to,
          targetLine,
          targetSample,
          whole,
          samples);
    } else if (vectors == 2) {
      twoVectorsEach(
          source,
          from,
          sourceLine,
          sourceSample,
          target,
          to,
          targetLine,
          targetSample,
          whole,
          samples);
    } else {
      vectorsEach(
          source,
          from,
          sourceLine,
          sourceSample,
          target,
          to,
          targetLine,
          targetSample,
          whole,
          samples,
          vectors);
    }
    int first = from + whole * sourceLine;
    int at = to + whole * targetLine;
    super.copyLines(
        source,
        first,
        sourceLine,
        sourceSample,
        step,
        target,
        at,
        targetLine,
        targetSample,
        lines - whole,
        samples,
        length,
        end);
  }

  /** Lines that fit where there is room behind the first one, or none for it. */
  private static int fitting(int room, int stride) {
    return room < 0 ? 0 : room / stride + 1;
  }

  private static void oneVectorEach(
      float[] source,
      int from,
      int sourceLine,
      int sourceSample,
      float[] target,
      int to,
      int targetLine,
      int targetSample,
      int lines,
      int samples) {
    if (samples == 1) {
      oneVector(source, from, sourceLine, target, to, targetLine, lines);
      return;
    }
    for (int line = 0; line < lines; line++) {
      int first = from + line * sourceLine;
      int at = to + line * targetLine;
      for (int s = 0; s < samples; s++) {
        Lanes.VECTOR
            .cast(FloatVector.fromArray(Lanes.SPECIES, source, first))
            .intoArray(target, at);
        first += sourceSample;
        at += targetSample;
      }
    }
  }

  private static void twoVectorsEach(
      float[] source,
      int from,
      int sourceLine,
      int sourceSample,
      float[] target,
      int to,
      int targetLine,
      int targetSample,
      int lines,
      int samples) {
    if (samples == 1) {
      twoVectors(source, from, sourceLine, target, to, targetLine, lines);
      return;
    }
    for (int line = 0; line < lines; line++) {
      int first = from + line * sourceLine;
      int at = to + line * targetLine;
      for (int s = 0; s < samples; s++) {
        FloatVector v0 = FloatVector.fromArray(Lanes.SPECIES, source, first);
        FloatVector v1 = FloatVector.fromArray(Lanes.SPECIES, source, first + Lanes.COUNT);
        Lanes.VECTOR.cast(v0).intoArray(target, at);
        Lanes.VECTOR.cast(v1).intoArray(target, at + Lanes.COUNT);
        first += sourceSample;
        at += targetSample;
      }
    }
  }

  private static void vectorsEach(
      float[] source,
      int from,
      int sourceLine,
      int sourceSample,
      float[] target,
      int to,
      int targetLine,
      int targetSample,
      int lines,
      int samples,
      int vectors) {
    for (int line = 0; line < lines; line++) {
      int first = from + line * sourceLine;
      int at = to + line * targetLine;
      for (int s = 0; s < samples; s++) {
        for (int v = 0; v < vectors; v++) {
          FloatVector elements =
              FloatVector.fromArray(Lanes.SPECIES, source, first + v * Lanes.COUNT);
          Lanes.VECTOR.cast(elements).intoArray(target, at + v * Lanes.COUNT);
        }
        first += sourceSample;
        at += targetSample;
      }
    }
  }

  private static void everySecond(
      float[] source,
      int from,
      int sourceLine,
      int sourceSample,
      float[] target,
      int to,
      int targetLine,
      int targetSample,
      int lines,
      int samples,
      int vectors) {
    for (int line = 0; line < lines; line++) {
      int first = from + line * sourceLine;
      int at = to + line * targetLine;
      for (int s = 0; s < samples; s++) {
        for (int v = 0; v < vectors; v++) {
          int begin = first + 2 * v * Lanes.COUNT;
          FloatVector one = FloatVector.fromArray(Lanes.SPECIES, source, begin);
          FloatVector next = FloatVector.fromArray(Lanes.SPECIES, source, begin + Lanes.COUNT);
          one = Lanes.VECTOR.cast(Lanes.VECTOR.cast(one).rearrange(EVEN));
          next = Lanes.VECTOR.cast(Lanes.VECTOR.cast(next).rearrange(EVEN));
          Lanes.VECTOR.cast(one.blend(next, SECOND_HALF)).intoArray(target, at + v * Lanes.COUNT);
        }
        first += sourceSample;
        at += targetSample;
      }
    }
  }

  private static void oneVector(
      float[] source, int from, int sourceLine, float[] target, int to, int targetLine, int lines) {
    int first = from;
    int at = to;
    for (int line = 0; line < lines; line++) {
      Lanes.VECTOR.cast(FloatVector.fromArray(Lanes.SPECIES, source, first)).intoArray(target, at);
      first += sourceLine;
      at += targetLine;
    }
  }

  private static void twoVectors(
      float[] source, int from, int sourceLine, float[] target, int to, int targetLine, int lines) {
    int first = from;
    int at = to;
    for (int line = 0; line < lines; line++) {
      FloatVector v0 = FloatVector.fromArray(Lanes.SPECIES, source, first);
      FloatVector v1 = FloatVector.fromArray(Lanes.SPECIES, source, first + Lanes.COUNT);
      Lanes.VECTOR.cast(v0).intoArray(target, at);
      Lanes.VECTOR.cast(v1).intoArray(target, at + Lanes.COUNT);
      first += sourceLine;
      at += targetLine;
    }
  }
}

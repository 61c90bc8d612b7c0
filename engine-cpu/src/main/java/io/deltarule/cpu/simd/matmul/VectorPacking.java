package io.deltarule.cpu.simd.matmul;

import io.deltarule.cpu.matmul.Packing;
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
      float[] panel,
      int at,
      int width) {
    int room = source.length - start - width;
    int whole = room < 0 ? 0 : Math.min(rows, room / stride + 1);
    if (width == Lanes.COUNT) {
      oneVector(source, start, stride, whole, panel, at);
    } else if (width == 2 * Lanes.COUNT) {
      twoVectors(source, start, stride, whole, panel, at);
    } else {
      whole = 0;
    }
    super.copyShortRows(
        source,
        start + whole * stride,
        stride,
        rows - whole,
        valid,
        panel,
        at + whole * width,
        width);
  }

  private static void oneVector(
      float[] source, int start, int stride, int rows, float[] panel, int at) {
    int from = start;
    int to = at;
    for (int k = 0; k < rows; k++) {
      Lanes.exact(FloatVector.fromArray(Lanes.SPECIES, source, from)).intoArray(panel, to);
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
      Lanes.exact(v0).intoArray(panel, to);
      Lanes.exact(v1).intoArray(panel, to + Lanes.COUNT);
      from += stride;
      to += 2 * Lanes.COUNT;
    }
  }
}

package io.deltarule.cpu.simd.index;

import io.deltarule.cpu.index.RowSums;
import io.deltarule.cpu.simd.Lanes;
import jdk.incubator.vector.FloatVector;

/**
 * Four vectors of columns at a time, then one, then single columns. For each such group, all rows
 * are walked; a sum stays in registers meanwhile.
 */
public final class VectorRowSums implements RowSums {
  private static final int N = Lanes.COUNT;

  public VectorRowSums() {}

  @Override
  public void sum(
      float[] x,
      int start,
      int stride,
      int[] rows,
      int first,
      int last,
      int columns,
      float[] y,
      int at) {
    int c = 0;
    for (; c + 4 * N <= columns; c += 4 * N) {
      four(x, start + c, stride, rows, first, last, y, at + c);
    }
    for (; c + N <= columns; c += N) {
      one(x, start + c, stride, rows, first, last, y, at + c);
    }
    for (; c < columns; c++) {
      float sum = 0;
      for (int i = first; i < last; i++) {
        sum += x[start + rows[i] * stride + c];
      }
      y[at + c] = sum;
    }
  }

  @Override
  public void add(
      float[] x,
      int start,
      int stride,
      int[] rows,
      int[] places,
      int first,
      int last,
      int columns,
      float[] y,
      int at) {
    int c = 0;
    for (; c + 4 * N <= columns; c += 4 * N) {
      for (int i = first; i < last; i++) {
        addFour(x, start + c + rows[i] * stride, y, at + c + places[i] * stride);
      }
    }
    for (; c + N <= columns; c += N) {
      for (int i = first; i < last; i++) {
        addOne(x, start + c + rows[i] * stride, y, at + c + places[i] * stride);
      }
    }
    for (; c < columns; c++) {
      for (int i = first; i < last; i++) {
        y[at + c + places[i] * stride] += x[start + c + rows[i] * stride];
      }
    }
  }

  private static void addFour(float[] x, int from, float[] y, int to) {
    addOne(x, from, y, to);
    addOne(x, from + N, y, to + N);
    addOne(x, from + 2 * N, y, to + 2 * N);
    addOne(x, from + 3 * N, y, to + 3 * N);
  }

  private static void addOne(float[] x, int from, float[] y, int to) {
    FloatVector sum =
        Lanes.VECTOR
            .cast(FloatVector.fromArray(Lanes.SPECIES, y, to))
            .add(Lanes.VECTOR.cast(FloatVector.fromArray(Lanes.SPECIES, x, from)));
    Lanes.VECTOR.cast(sum).intoArray(y, to);
  }

  private static void four(
      float[] x, int start, int stride, int[] rows, int first, int last, float[] y, int at) {
    FloatVector v0 = FloatVector.zero(Lanes.SPECIES);
    FloatVector v1 = FloatVector.zero(Lanes.SPECIES);
    FloatVector v2 = FloatVector.zero(Lanes.SPECIES);
    FloatVector v3 = FloatVector.zero(Lanes.SPECIES);
    for (int i = first; i < last; i++) {
      int from = start + rows[i] * stride;
      v0 =
          Lanes.VECTOR
              .cast(v0)
              .add(Lanes.VECTOR.cast(FloatVector.fromArray(Lanes.SPECIES, x, from)));
      v1 =
          Lanes.VECTOR
              .cast(v1)
              .add(Lanes.VECTOR.cast(FloatVector.fromArray(Lanes.SPECIES, x, from + N)));
      v2 =
          Lanes.VECTOR
              .cast(v2)
              .add(Lanes.VECTOR.cast(FloatVector.fromArray(Lanes.SPECIES, x, from + 2 * N)));
      v3 =
          Lanes.VECTOR
              .cast(v3)
              .add(Lanes.VECTOR.cast(FloatVector.fromArray(Lanes.SPECIES, x, from + 3 * N)));
    }
    Lanes.VECTOR.cast(v0).intoArray(y, at);
    Lanes.VECTOR.cast(v1).intoArray(y, at + N);
    Lanes.VECTOR.cast(v2).intoArray(y, at + 2 * N);
    Lanes.VECTOR.cast(v3).intoArray(y, at + 3 * N);
  }

  private static void one(
      float[] x, int start, int stride, int[] rows, int first, int last, float[] y, int at) {
    FloatVector v = FloatVector.zero(Lanes.SPECIES);
    for (int i = first; i < last; i++) {
      v =
          Lanes.VECTOR
              .cast(v)
              .add(
                  Lanes.VECTOR.cast(
                      FloatVector.fromArray(Lanes.SPECIES, x, start + rows[i] * stride)));
    }
    Lanes.VECTOR.cast(v).intoArray(y, at);
  }
}

package io.deltarule.cpu.simd.reduce;

import io.deltarule.cpu.reduce.RowReductions;
import io.deltarule.cpu.simd.Lanes;
import io.deltarule.op.Reduce;
import jdk.incubator.vector.FloatVector;

/**
 * The lanes in vectors, four at a time: narrow vectors make several passes. Written out for each
 * kind, because a vector that passes through a shared method is boxed.
 */
public final class VectorRowReductions extends RowReductions {
  private static final int N = Lanes.COUNT;

  /** Elements that stay in the first-level cache from one of several passes to the next. */
  private static final int BLOCK = 1 << 12;

  public VectorRowReductions() {}

  @Override
  protected void fill(Reduce.Kind kind, float[] a, int from, int groups, float[] lanes) {
    int length = groups * LANES;
    int step = 4 * N < LANES ? BLOCK : length;
    for (int done = 0; done < length; done += step) {
      block(kind, a, from + done, from + Math.min(length, done + step), lanes);
    }
  }

  private static void block(Reduce.Kind kind, float[] a, int from, int end, float[] lanes) {
    for (int pass = 0; pass < LANES; pass += 4 * N) {
      switch (kind) {
        case SUM, MEAN -> sum(a, from + pass, end, lanes, pass);
        case SUM_OF_SQUARES -> squares(a, from + pass, end, lanes, pass);
        case MAX -> max(a, from + pass, end, lanes, pass);
        case MIN -> min(a, from + pass, end, lanes, pass);
      }
    }
  }

  @Override
  public void fillByStretches(Reduce.Kind kind, float[] a, int from, int stretch, float[] lanes) {
    int step = N < LANES_A_STRETCH ? BLOCK / STRETCHES : stretch;
    for (int done = 0; done < stretch; done += step) {
      int end = from + Math.min(stretch, done + step);
      for (int pass = 0; pass < LANES_A_STRETCH; pass += N) {
        VectorStretches.reduce(kind, a, from + done + pass, end, stretch, lanes, pass);
      }
    }
  }

  @Override
  public void combineRow(Reduce.Kind kind, float[] acc, int at, float[] a, int from, int count) {
    int whole = Lanes.SPECIES.loopBound(count);
    switch (kind) {
      case SUM, MEAN -> VectorColumns.add(acc, at, a, from, whole);
      case SUM_OF_SQUARES -> VectorColumns.addSquares(acc, at, a, from, whole);
      case MAX -> VectorColumns.max(acc, at, a, from, whole);
      case MIN -> VectorColumns.min(acc, at, a, from, whole);
    }
    super.combineRow(kind, acc, at + whole, a, from + whole, count - whole);
  }

  /** Results are read and written once for the four. */
  @Override
  public void combineFourRows(
      Reduce.Kind kind, float[] acc, int at, float[] a, int from, int stride, int count) {
    int whole = Lanes.SPECIES.loopBound(count);
    switch (kind) {
      case SUM, MEAN -> VectorColumns.addFour(acc, at, a, from, stride, whole);
      case SUM_OF_SQUARES -> VectorColumns.addFourSquares(acc, at, a, from, stride, whole);
      case MAX -> VectorColumns.maxOfFour(acc, at, a, from, stride, whole);
      case MIN -> VectorColumns.minOfFour(acc, at, a, from, stride, whole);
    }
    for (int row = 0; row < 4; row++) {
      super.combineRow(kind, acc, at + whole, a, from + row * stride + whole, count - whole);
    }
  }

  private static void sum(float[] a, int from, int end, float[] lanes, int at) {
    FloatVector v0 = FloatVector.fromArray(Lanes.SPECIES, lanes, at);
    FloatVector v1 = FloatVector.fromArray(Lanes.SPECIES, lanes, at + N);
    FloatVector v2 = FloatVector.fromArray(Lanes.SPECIES, lanes, at + 2 * N);
    FloatVector v3 = FloatVector.fromArray(Lanes.SPECIES, lanes, at + 3 * N);
    for (int i = from; i < end; i += LANES) {
      v0 = Lanes.VECTOR.cast(v0).add(Lanes.VECTOR.cast(FloatVector.fromArray(Lanes.SPECIES, a, i)));
      v1 =
          Lanes.VECTOR
              .cast(v1)
              .add(Lanes.VECTOR.cast(FloatVector.fromArray(Lanes.SPECIES, a, i + N)));
      v2 =
          Lanes.VECTOR
              .cast(v2)
              .add(Lanes.VECTOR.cast(FloatVector.fromArray(Lanes.SPECIES, a, i + 2 * N)));
      v3 =
          Lanes.VECTOR
              .cast(v3)
              .add(Lanes.VECTOR.cast(FloatVector.fromArray(Lanes.SPECIES, a, i + 3 * N)));
    }
    Lanes.VECTOR.cast(v0).intoArray(lanes, at);
    Lanes.VECTOR.cast(v1).intoArray(lanes, at + N);
    Lanes.VECTOR.cast(v2).intoArray(lanes, at + 2 * N);
    Lanes.VECTOR.cast(v3).intoArray(lanes, at + 3 * N);
  }

  private static void squares(float[] a, int from, int end, float[] lanes, int at) {
    FloatVector v0 = FloatVector.fromArray(Lanes.SPECIES, lanes, at);
    FloatVector v1 = FloatVector.fromArray(Lanes.SPECIES, lanes, at + N);
    FloatVector v2 = FloatVector.fromArray(Lanes.SPECIES, lanes, at + 2 * N);
    FloatVector v3 = FloatVector.fromArray(Lanes.SPECIES, lanes, at + 3 * N);
    for (int i = from; i < end; i += LANES) {
      FloatVector x0 = FloatVector.fromArray(Lanes.SPECIES, a, i);
      v0 = Lanes.VECTOR.cast(x0).fma(Lanes.VECTOR.cast(x0), Lanes.VECTOR.cast(v0));
      FloatVector x1 = FloatVector.fromArray(Lanes.SPECIES, a, i + N);
      v1 = Lanes.VECTOR.cast(x1).fma(Lanes.VECTOR.cast(x1), Lanes.VECTOR.cast(v1));
      FloatVector x2 = FloatVector.fromArray(Lanes.SPECIES, a, i + 2 * N);
      v2 = Lanes.VECTOR.cast(x2).fma(Lanes.VECTOR.cast(x2), Lanes.VECTOR.cast(v2));
      FloatVector x3 = FloatVector.fromArray(Lanes.SPECIES, a, i + 3 * N);
      v3 = Lanes.VECTOR.cast(x3).fma(Lanes.VECTOR.cast(x3), Lanes.VECTOR.cast(v3));
    }
    Lanes.VECTOR.cast(v0).intoArray(lanes, at);
    Lanes.VECTOR.cast(v1).intoArray(lanes, at + N);
    Lanes.VECTOR.cast(v2).intoArray(lanes, at + 2 * N);
    Lanes.VECTOR.cast(v3).intoArray(lanes, at + 3 * N);
  }

  private static void max(float[] a, int from, int end, float[] lanes, int at) {
    FloatVector v0 = FloatVector.fromArray(Lanes.SPECIES, lanes, at);
    FloatVector v1 = FloatVector.fromArray(Lanes.SPECIES, lanes, at + N);
    FloatVector v2 = FloatVector.fromArray(Lanes.SPECIES, lanes, at + 2 * N);
    FloatVector v3 = FloatVector.fromArray(Lanes.SPECIES, lanes, at + 3 * N);
    for (int i = from; i < end; i += LANES) {
      v0 = Lanes.VECTOR.cast(v0).max(Lanes.VECTOR.cast(FloatVector.fromArray(Lanes.SPECIES, a, i)));
      v1 =
          Lanes.VECTOR
              .cast(v1)
              .max(Lanes.VECTOR.cast(FloatVector.fromArray(Lanes.SPECIES, a, i + N)));
      v2 =
          Lanes.VECTOR
              .cast(v2)
              .max(Lanes.VECTOR.cast(FloatVector.fromArray(Lanes.SPECIES, a, i + 2 * N)));
      v3 =
          Lanes.VECTOR
              .cast(v3)
              .max(Lanes.VECTOR.cast(FloatVector.fromArray(Lanes.SPECIES, a, i + 3 * N)));
    }
    Lanes.VECTOR.cast(v0).intoArray(lanes, at);
    Lanes.VECTOR.cast(v1).intoArray(lanes, at + N);
    Lanes.VECTOR.cast(v2).intoArray(lanes, at + 2 * N);
    Lanes.VECTOR.cast(v3).intoArray(lanes, at + 3 * N);
  }

  private static void min(float[] a, int from, int end, float[] lanes, int at) {
    FloatVector v0 = FloatVector.fromArray(Lanes.SPECIES, lanes, at);
    FloatVector v1 = FloatVector.fromArray(Lanes.SPECIES, lanes, at + N);
    FloatVector v2 = FloatVector.fromArray(Lanes.SPECIES, lanes, at + 2 * N);
    FloatVector v3 = FloatVector.fromArray(Lanes.SPECIES, lanes, at + 3 * N);
    for (int i = from; i < end; i += LANES) {
      v0 = Lanes.VECTOR.cast(v0).min(Lanes.VECTOR.cast(FloatVector.fromArray(Lanes.SPECIES, a, i)));
      v1 =
          Lanes.VECTOR
              .cast(v1)
              .min(Lanes.VECTOR.cast(FloatVector.fromArray(Lanes.SPECIES, a, i + N)));
      v2 =
          Lanes.VECTOR
              .cast(v2)
              .min(Lanes.VECTOR.cast(FloatVector.fromArray(Lanes.SPECIES, a, i + 2 * N)));
      v3 =
          Lanes.VECTOR
              .cast(v3)
              .min(Lanes.VECTOR.cast(FloatVector.fromArray(Lanes.SPECIES, a, i + 3 * N)));
    }
    Lanes.VECTOR.cast(v0).intoArray(lanes, at);
    Lanes.VECTOR.cast(v1).intoArray(lanes, at + N);
    Lanes.VECTOR.cast(v2).intoArray(lanes, at + 2 * N);
    Lanes.VECTOR.cast(v3).intoArray(lanes, at + 3 * N);
  }
}

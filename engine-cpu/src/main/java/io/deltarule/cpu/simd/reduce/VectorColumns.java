package io.deltarule.cpu.simd.reduce;

import io.deltarule.cpu.simd.Lanes;
import jdk.incubator.vector.FloatVector;

/**
 * One row of columns that are reduced, or four rows one after the other, combined with the row of
 * results: {@code count} elements, a multiple of the lanes.
 */
final class VectorColumns {
  private static final int N = Lanes.COUNT;

  private VectorColumns() {}

  static void add(float[] results, int at, float[] a, int from, int count) {
    for (int i = 0; i < count; i += N) {
      FloatVector y = Lanes.VECTOR.cast(FloatVector.fromArray(Lanes.SPECIES, results, at + i));
      FloatVector x = Lanes.VECTOR.cast(FloatVector.fromArray(Lanes.SPECIES, a, from + i));
      Lanes.VECTOR.cast(y.add(x)).intoArray(results, at + i);
    }
  }

  static void addSquares(float[] results, int at, float[] a, int from, int count) {
    for (int i = 0; i < count; i += N) {
      FloatVector y = Lanes.VECTOR.cast(FloatVector.fromArray(Lanes.SPECIES, results, at + i));
      FloatVector x = Lanes.VECTOR.cast(FloatVector.fromArray(Lanes.SPECIES, a, from + i));
      Lanes.VECTOR.cast(x.fma(x, y)).intoArray(results, at + i);
    }
  }

  static void max(float[] results, int at, float[] a, int from, int count) {
    for (int i = 0; i < count; i += N) {
      FloatVector y = Lanes.VECTOR.cast(FloatVector.fromArray(Lanes.SPECIES, results, at + i));
      FloatVector x = Lanes.VECTOR.cast(FloatVector.fromArray(Lanes.SPECIES, a, from + i));
      Lanes.VECTOR.cast(y.max(x)).intoArray(results, at + i);
    }
  }

  static void min(float[] results, int at, float[] a, int from, int count) {
    for (int i = 0; i < count; i += N) {
      FloatVector y = Lanes.VECTOR.cast(FloatVector.fromArray(Lanes.SPECIES, results, at + i));
      FloatVector x = Lanes.VECTOR.cast(FloatVector.fromArray(Lanes.SPECIES, a, from + i));
      Lanes.VECTOR.cast(y.min(x)).intoArray(results, at + i);
    }
  }

  static void addFour(float[] results, int at, float[] a, int from, int stride, int count) {
    int from1 = from + stride;
    int from2 = from1 + stride;
    int from3 = from2 + stride;
    for (int i = 0; i < count; i += N) {
      FloatVector y = Lanes.VECTOR.cast(FloatVector.fromArray(Lanes.SPECIES, results, at + i));
      FloatVector x0 = Lanes.VECTOR.cast(FloatVector.fromArray(Lanes.SPECIES, a, from + i));
      FloatVector x1 = Lanes.VECTOR.cast(FloatVector.fromArray(Lanes.SPECIES, a, from1 + i));
      FloatVector x2 = Lanes.VECTOR.cast(FloatVector.fromArray(Lanes.SPECIES, a, from2 + i));
      FloatVector x3 = Lanes.VECTOR.cast(FloatVector.fromArray(Lanes.SPECIES, a, from3 + i));
      y = Lanes.VECTOR.cast(y.add(x0));
      y = Lanes.VECTOR.cast(y.add(x1));
      y = Lanes.VECTOR.cast(y.add(x2));
      y = Lanes.VECTOR.cast(y.add(x3));
      y.intoArray(results, at + i);
    }
  }

  static void addFourSquares(float[] results, int at, float[] a, int from, int stride, int count) {
    int from1 = from + stride;
    int from2 = from1 + stride;
    int from3 = from2 + stride;
    for (int i = 0; i < count; i += N) {
      FloatVector y = Lanes.VECTOR.cast(FloatVector.fromArray(Lanes.SPECIES, results, at + i));
      FloatVector x0 = Lanes.VECTOR.cast(FloatVector.fromArray(Lanes.SPECIES, a, from + i));
      FloatVector x1 = Lanes.VECTOR.cast(FloatVector.fromArray(Lanes.SPECIES, a, from1 + i));
      FloatVector x2 = Lanes.VECTOR.cast(FloatVector.fromArray(Lanes.SPECIES, a, from2 + i));
      FloatVector x3 = Lanes.VECTOR.cast(FloatVector.fromArray(Lanes.SPECIES, a, from3 + i));
      y = Lanes.VECTOR.cast(x0.fma(x0, y));
      y = Lanes.VECTOR.cast(x1.fma(x1, y));
      y = Lanes.VECTOR.cast(x2.fma(x2, y));
      y = Lanes.VECTOR.cast(x3.fma(x3, y));
      y.intoArray(results, at + i);
    }
  }

  static void maxOfFour(float[] results, int at, float[] a, int from, int stride, int count) {
    int from1 = from + stride;
    int from2 = from1 + stride;
    int from3 = from2 + stride;
    for (int i = 0; i < count; i += N) {
      FloatVector y = Lanes.VECTOR.cast(FloatVector.fromArray(Lanes.SPECIES, results, at + i));
      FloatVector x0 = Lanes.VECTOR.cast(FloatVector.fromArray(Lanes.SPECIES, a, from + i));
      FloatVector x1 = Lanes.VECTOR.cast(FloatVector.fromArray(Lanes.SPECIES, a, from1 + i));
      FloatVector x2 = Lanes.VECTOR.cast(FloatVector.fromArray(Lanes.SPECIES, a, from2 + i));
      FloatVector x3 = Lanes.VECTOR.cast(FloatVector.fromArray(Lanes.SPECIES, a, from3 + i));
      y = Lanes.VECTOR.cast(y.max(x0));
      y = Lanes.VECTOR.cast(y.max(x1));
      y = Lanes.VECTOR.cast(y.max(x2));
      y = Lanes.VECTOR.cast(y.max(x3));
      y.intoArray(results, at + i);
    }
  }

  static void minOfFour(float[] results, int at, float[] a, int from, int stride, int count) {
    int from1 = from + stride;
    int from2 = from1 + stride;
    int from3 = from2 + stride;
    for (int i = 0; i < count; i += N) {
      FloatVector y = Lanes.VECTOR.cast(FloatVector.fromArray(Lanes.SPECIES, results, at + i));
      FloatVector x0 = Lanes.VECTOR.cast(FloatVector.fromArray(Lanes.SPECIES, a, from + i));
      FloatVector x1 = Lanes.VECTOR.cast(FloatVector.fromArray(Lanes.SPECIES, a, from1 + i));
      FloatVector x2 = Lanes.VECTOR.cast(FloatVector.fromArray(Lanes.SPECIES, a, from2 + i));
      FloatVector x3 = Lanes.VECTOR.cast(FloatVector.fromArray(Lanes.SPECIES, a, from3 + i));
      y = Lanes.VECTOR.cast(y.min(x0));
      y = Lanes.VECTOR.cast(y.min(x1));
      y = Lanes.VECTOR.cast(y.min(x2));
      y = Lanes.VECTOR.cast(y.min(x3));
      y.intoArray(results, at + i);
    }
  }
}

package io.deltarule.cpu.simd.reduce;

import io.deltarule.cpu.simd.Lanes;
import jdk.incubator.vector.FloatVector;

/**
 * One row of columns that are reduced, combined with the row of results: {@code count} elements, a
 * multiple of the lanes.
 */
final class VectorColumns {
  private static final int N = Lanes.COUNT;

  private VectorColumns() {}

  static void add(float[] results, int at, float[] a, int from, int count) {
    for (int i = 0; i < count; i += N) {
      FloatVector y = FloatVector.fromArray(Lanes.SPECIES, results, at + i);
      FloatVector x = FloatVector.fromArray(Lanes.SPECIES, a, from + i);
      Lanes.VECTOR.cast(y.add(x)).intoArray(results, at + i);
    }
  }

  static void addSquares(float[] results, int at, float[] a, int from, int count) {
    for (int i = 0; i < count; i += N) {
      FloatVector y = FloatVector.fromArray(Lanes.SPECIES, results, at + i);
      FloatVector x = FloatVector.fromArray(Lanes.SPECIES, a, from + i);
      Lanes.VECTOR.cast(x.fma(x, y)).intoArray(results, at + i);
    }
  }

  static void max(float[] results, int at, float[] a, int from, int count) {
    for (int i = 0; i < count; i += N) {
      FloatVector y = FloatVector.fromArray(Lanes.SPECIES, results, at + i);
      FloatVector x = FloatVector.fromArray(Lanes.SPECIES, a, from + i);
      Lanes.VECTOR.cast(y.max(x)).intoArray(results, at + i);
    }
  }

  static void min(float[] results, int at, float[] a, int from, int count) {
    for (int i = 0; i < count; i += N) {
      FloatVector y = FloatVector.fromArray(Lanes.SPECIES, results, at + i);
      FloatVector x = FloatVector.fromArray(Lanes.SPECIES, a, from + i);
      Lanes.VECTOR.cast(y.min(x)).intoArray(results, at + i);
    }
  }
}

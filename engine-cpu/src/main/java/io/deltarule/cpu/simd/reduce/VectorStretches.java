package io.deltarule.cpu.simd.reduce;

import io.deltarule.cpu.simd.Lanes;
import io.deltarule.op.Reduce;
import jdk.incubator.vector.FloatVector;

/**
 * Four stretches of a long run, read in turns: element i of each, for every sixteenth i, is
 * combined with a vector of lanes of its own.
 */
final class VectorStretches {
  private static final int STEP = 16;

  private VectorStretches() {}

  /**
   * Combines elements with the lanes from {@code at} on.
   *
   * @param from the first element of the first stretch that is read
   * @param end where the elements of the first stretch end
   * @param stretch elements from one stretch to the next
   */
  static void reduce(
      Reduce.Kind kind, float[] a, int from, int end, int stretch, float[] lanes, int at) {
    switch (kind) {
      case SUM, MEAN -> sum(a, from, end, stretch, lanes, at);
      case SUM_OF_SQUARES -> squares(a, from, end, stretch, lanes, at);
      case MAX -> max(a, from, end, stretch, lanes, at);
      case MIN -> min(a, from, end, stretch, lanes, at);
    }
  }

  private static void sum(float[] a, int from, int end, int stretch, float[] lanes, int at) {
    FloatVector v0 = FloatVector.fromArray(Lanes.SPECIES, lanes, at);
    FloatVector v1 = FloatVector.fromArray(Lanes.SPECIES, lanes, at + STEP);
    FloatVector v2 = FloatVector.fromArray(Lanes.SPECIES, lanes, at + 2 * STEP);
    FloatVector v3 = FloatVector.fromArray(Lanes.SPECIES, lanes, at + 3 * STEP);
    for (int i = from; i < end; i += STEP) {
      v0 = Lanes.VECTOR.cast(v0).add(Lanes.VECTOR.cast(FloatVector.fromArray(Lanes.SPECIES, a, i)));
      v1 =
          Lanes.VECTOR
              .cast(v1)
              .add(Lanes.VECTOR.cast(FloatVector.fromArray(Lanes.SPECIES, a, i + stretch)));
      v2 =
          Lanes.VECTOR
              .cast(v2)
              .add(Lanes.VECTOR.cast(FloatVector.fromArray(Lanes.SPECIES, a, i + 2 * stretch)));
      v3 =
          Lanes.VECTOR
              .cast(v3)
              .add(Lanes.VECTOR.cast(FloatVector.fromArray(Lanes.SPECIES, a, i + 3 * stretch)));
    }
    Lanes.VECTOR.cast(v0).intoArray(lanes, at);
    Lanes.VECTOR.cast(v1).intoArray(lanes, at + STEP);
    Lanes.VECTOR.cast(v2).intoArray(lanes, at + 2 * STEP);
    Lanes.VECTOR.cast(v3).intoArray(lanes, at + 3 * STEP);
  }

  private static void squares(float[] a, int from, int end, int stretch, float[] lanes, int at) {
    FloatVector v0 = FloatVector.fromArray(Lanes.SPECIES, lanes, at);
    FloatVector v1 = FloatVector.fromArray(Lanes.SPECIES, lanes, at + STEP);
    FloatVector v2 = FloatVector.fromArray(Lanes.SPECIES, lanes, at + 2 * STEP);
    FloatVector v3 = FloatVector.fromArray(Lanes.SPECIES, lanes, at + 3 * STEP);
    for (int i = from; i < end; i += STEP) {
      FloatVector x0 = FloatVector.fromArray(Lanes.SPECIES, a, i);
      v0 = Lanes.VECTOR.cast(x0).fma(Lanes.VECTOR.cast(x0), Lanes.VECTOR.cast(v0));
      FloatVector x1 = FloatVector.fromArray(Lanes.SPECIES, a, i + stretch);
      v1 = Lanes.VECTOR.cast(x1).fma(Lanes.VECTOR.cast(x1), Lanes.VECTOR.cast(v1));
      FloatVector x2 = FloatVector.fromArray(Lanes.SPECIES, a, i + 2 * stretch);
      v2 = Lanes.VECTOR.cast(x2).fma(Lanes.VECTOR.cast(x2), Lanes.VECTOR.cast(v2));
      FloatVector x3 = FloatVector.fromArray(Lanes.SPECIES, a, i + 3 * stretch);
      v3 = Lanes.VECTOR.cast(x3).fma(Lanes.VECTOR.cast(x3), Lanes.VECTOR.cast(v3));
    }
    Lanes.VECTOR.cast(v0).intoArray(lanes, at);
    Lanes.VECTOR.cast(v1).intoArray(lanes, at + STEP);
    Lanes.VECTOR.cast(v2).intoArray(lanes, at + 2 * STEP);
    Lanes.VECTOR.cast(v3).intoArray(lanes, at + 3 * STEP);
  }

  private static void max(float[] a, int from, int end, int stretch, float[] lanes, int at) {
    FloatVector v0 = FloatVector.fromArray(Lanes.SPECIES, lanes, at);
    FloatVector v1 = FloatVector.fromArray(Lanes.SPECIES, lanes, at + STEP);
    FloatVector v2 = FloatVector.fromArray(Lanes.SPECIES, lanes, at + 2 * STEP);
    FloatVector v3 = FloatVector.fromArray(Lanes.SPECIES, lanes, at + 3 * STEP);
    for (int i = from; i < end; i += STEP) {
      v0 = Lanes.VECTOR.cast(v0).max(Lanes.VECTOR.cast(FloatVector.fromArray(Lanes.SPECIES, a, i)));
      v1 =
          Lanes.VECTOR
              .cast(v1)
              .max(Lanes.VECTOR.cast(FloatVector.fromArray(Lanes.SPECIES, a, i + stretch)));
      v2 =
          Lanes.VECTOR
              .cast(v2)
              .max(Lanes.VECTOR.cast(FloatVector.fromArray(Lanes.SPECIES, a, i + 2 * stretch)));
      v3 =
          Lanes.VECTOR
              .cast(v3)
              .max(Lanes.VECTOR.cast(FloatVector.fromArray(Lanes.SPECIES, a, i + 3 * stretch)));
    }
    Lanes.VECTOR.cast(v0).intoArray(lanes, at);
    Lanes.VECTOR.cast(v1).intoArray(lanes, at + STEP);
    Lanes.VECTOR.cast(v2).intoArray(lanes, at + 2 * STEP);
    Lanes.VECTOR.cast(v3).intoArray(lanes, at + 3 * STEP);
  }

  private static void min(float[] a, int from, int end, int stretch, float[] lanes, int at) {
    FloatVector v0 = FloatVector.fromArray(Lanes.SPECIES, lanes, at);
    FloatVector v1 = FloatVector.fromArray(Lanes.SPECIES, lanes, at + STEP);
    FloatVector v2 = FloatVector.fromArray(Lanes.SPECIES, lanes, at + 2 * STEP);
    FloatVector v3 = FloatVector.fromArray(Lanes.SPECIES, lanes, at + 3 * STEP);
    for (int i = from; i < end; i += STEP) {
      v0 = Lanes.VECTOR.cast(v0).min(Lanes.VECTOR.cast(FloatVector.fromArray(Lanes.SPECIES, a, i)));
      v1 =
          Lanes.VECTOR
              .cast(v1)
              .min(Lanes.VECTOR.cast(FloatVector.fromArray(Lanes.SPECIES, a, i + stretch)));
      v2 =
          Lanes.VECTOR
              .cast(v2)
              .min(Lanes.VECTOR.cast(FloatVector.fromArray(Lanes.SPECIES, a, i + 2 * stretch)));
      v3 =
          Lanes.VECTOR
              .cast(v3)
              .min(Lanes.VECTOR.cast(FloatVector.fromArray(Lanes.SPECIES, a, i + 3 * stretch)));
    }
    Lanes.VECTOR.cast(v0).intoArray(lanes, at);
    Lanes.VECTOR.cast(v1).intoArray(lanes, at + STEP);
    Lanes.VECTOR.cast(v2).intoArray(lanes, at + 2 * STEP);
    Lanes.VECTOR.cast(v3).intoArray(lanes, at + 3 * STEP);
  }
}

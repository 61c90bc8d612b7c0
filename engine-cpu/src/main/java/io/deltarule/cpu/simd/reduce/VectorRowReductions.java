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

  public VectorRowReductions() {}

  @Override
  protected void fill(Reduce.Kind kind, float[] a, int from, int groups, float[] lanes) {
    int length = groups * LANES;
    for (int pass = 0; pass < LANES; pass += 4 * N) {
      switch (kind) {
        case SUM, MEAN -> sum(a, from + pass, from + length, lanes, pass);
        case MAX -> max(a, from + pass, from + length, lanes, pass);
        case MIN -> min(a, from + pass, from + length, lanes, pass);
      }
    }
  }

  private static void sum(float[] a, int from, int end, float[] lanes, int at) {
    FloatVector v0 = FloatVector.fromArray(Lanes.SPECIES, lanes, at);
    FloatVector v1 = FloatVector.fromArray(Lanes.SPECIES, lanes, at + N);
    FloatVector v2 = FloatVector.fromArray(Lanes.SPECIES, lanes, at + 2 * N);
    FloatVector v3 = FloatVector.fromArray(Lanes.SPECIES, lanes, at + 3 * N);
    for (int i = from; i < end; i += LANES) {
      v0 = Lanes.exact(v0).add(FloatVector.fromArray(Lanes.SPECIES, a, i));
      v1 = Lanes.exact(v1).add(FloatVector.fromArray(Lanes.SPECIES, a, i + N));
      v2 = Lanes.exact(v2).add(FloatVector.fromArray(Lanes.SPECIES, a, i + 2 * N));
      v3 = Lanes.exact(v3).add(FloatVector.fromArray(Lanes.SPECIES, a, i + 3 * N));
    }
    Lanes.exact(v0).intoArray(lanes, at);
    Lanes.exact(v1).intoArray(lanes, at + N);
    Lanes.exact(v2).intoArray(lanes, at + 2 * N);
    Lanes.exact(v3).intoArray(lanes, at + 3 * N);
  }

  private static void max(float[] a, int from, int end, float[] lanes, int at) {
    FloatVector v0 = FloatVector.fromArray(Lanes.SPECIES, lanes, at);
    FloatVector v1 = FloatVector.fromArray(Lanes.SPECIES, lanes, at + N);
    FloatVector v2 = FloatVector.fromArray(Lanes.SPECIES, lanes, at + 2 * N);
    FloatVector v3 = FloatVector.fromArray(Lanes.SPECIES, lanes, at + 3 * N);
    for (int i = from; i < end; i += LANES) {
      v0 = Lanes.exact(v0).max(FloatVector.fromArray(Lanes.SPECIES, a, i));
      v1 = Lanes.exact(v1).max(FloatVector.fromArray(Lanes.SPECIES, a, i + N));
      v2 = Lanes.exact(v2).max(FloatVector.fromArray(Lanes.SPECIES, a, i + 2 * N));
      v3 = Lanes.exact(v3).max(FloatVector.fromArray(Lanes.SPECIES, a, i + 3 * N));
    }
    Lanes.exact(v0).intoArray(lanes, at);
    Lanes.exact(v1).intoArray(lanes, at + N);
    Lanes.exact(v2).intoArray(lanes, at + 2 * N);
    Lanes.exact(v3).intoArray(lanes, at + 3 * N);
  }

  private static void min(float[] a, int from, int end, float[] lanes, int at) {
    FloatVector v0 = FloatVector.fromArray(Lanes.SPECIES, lanes, at);
    FloatVector v1 = FloatVector.fromArray(Lanes.SPECIES, lanes, at + N);
    FloatVector v2 = FloatVector.fromArray(Lanes.SPECIES, lanes, at + 2 * N);
    FloatVector v3 = FloatVector.fromArray(Lanes.SPECIES, lanes, at + 3 * N);
    for (int i = from; i < end; i += LANES) {
      v0 = Lanes.exact(v0).min(FloatVector.fromArray(Lanes.SPECIES, a, i));
      v1 = Lanes.exact(v1).min(FloatVector.fromArray(Lanes.SPECIES, a, i + N));
      v2 = Lanes.exact(v2).min(FloatVector.fromArray(Lanes.SPECIES, a, i + 2 * N));
      v3 = Lanes.exact(v3).min(FloatVector.fromArray(Lanes.SPECIES, a, i + 3 * N));
    }
    Lanes.exact(v0).intoArray(lanes, at);
    Lanes.exact(v1).intoArray(lanes, at + N);
    Lanes.exact(v2).intoArray(lanes, at + 2 * N);
    Lanes.exact(v3).intoArray(lanes, at + 3 * N);
  }
}

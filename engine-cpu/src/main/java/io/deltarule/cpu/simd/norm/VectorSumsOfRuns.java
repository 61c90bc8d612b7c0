package io.deltarule.cpu.simd.norm;

import io.deltarule.cpu.norm.CenteredSumsOfRuns;
import io.deltarule.cpu.simd.Lanes;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;

/**
 * The lanes of both sums in vectors, two of each at a time: one pass over 64 lanes takes several
 * rounds, over a block that stays in the first-level cache. Two of each, because with the operands
 * they fit 16 registers, and hide the latency of the additions well enough.
 */
public final class VectorSumsOfRuns extends CenteredSumsOfRuns {
  private static final int N = Lanes.COUNT;

  /** Groups that stay in the first-level cache from one round to the next. */
  private static final int BLOCK = 32;

  private static final VectorShuffle<Float> BY_8 = by(8);
  private static final VectorShuffle<Float> BY_4 = by(4);
  private static final VectorShuffle<Float> BY_2 = by(2);
  private static final VectorShuffle<Float> BY_1 = by(1);

  public VectorSumsOfRuns() {}

  @Override
  protected void fillSquares(float[] x, int from, int groups, float shift, float[] lanes) {
    for (int done = 0; done < groups; done += BLOCK) {
      int count = Math.min(BLOCK, groups - done);
      for (int lane = 0; lane < LANES; lane += 2 * N) {
        squares(x, from + done * LANES + lane, count, shift, lanes, lane);
      }
    }
  }

  @Override
  protected void fillProducts(
      float[] g, int gFrom, float[] x, int xFrom, int groups, float shift, float[] lanes) {
    for (int done = 0; done < groups; done += BLOCK) {
      int count = Math.min(BLOCK, groups - done);
      for (int lane = 0; lane < LANES; lane += 2 * N) {
        int at = done * LANES + lane;
        products(g, gFrom + at, x, xFrom + at, count, shift, lanes, lane);
      }
    }
  }

  @Override
  protected void fillWeighted(
      float[] g,
      int gFrom,
      float[] w,
      int wFrom,
      float[] x,
      int xFrom,
      int groups,
      float shift,
      float[] lanes) {
    for (int done = 0; done < groups; done += BLOCK) {
      int count = Math.min(BLOCK, groups - done);
      for (int lane = 0; lane < LANES; lane += 2 * N) {
        int at = done * LANES + lane;
        weighted(g, gFrom + at, w, wFrom + at, x, xFrom + at, count, shift, lanes, lane);
      }
    }
  }

  @Override
  protected void fold(int width, float[] lanes, int first) {
    int left = width;
    for (; left > N; left /= 2) {
      for (int lane = first; lane < first + left / 2; lane += N) {
        FloatVector lower = FloatVector.fromArray(Lanes.SPECIES, lanes, lane);
        FloatVector upper = FloatVector.fromArray(Lanes.SPECIES, lanes, lane + left / 2);
        FloatVector sum = Lanes.VECTOR.cast(lower).add(Lanes.VECTOR.cast(upper));
        Lanes.VECTOR.cast(sum).intoArray(lanes, lane);
      }
    }
    if (left < N) {
      super.fold(left, lanes, first);
      return;
    }
    FloatVector v = FloatVector.fromArray(Lanes.SPECIES, lanes, first);
    if (N > 8) {
      v = Lanes.VECTOR.cast(v).add(Lanes.VECTOR.cast(Lanes.VECTOR.cast(v).rearrange(BY_8)));
    }
    if (N > 4) {
      v = Lanes.VECTOR.cast(v).add(Lanes.VECTOR.cast(Lanes.VECTOR.cast(v).rearrange(BY_4)));
    }
    v = Lanes.VECTOR.cast(v).add(Lanes.VECTOR.cast(Lanes.VECTOR.cast(v).rearrange(BY_2)));
    v = Lanes.VECTOR.cast(v).add(Lanes.VECTOR.cast(Lanes.VECTOR.cast(v).rearrange(BY_1)));
    Lanes.VECTOR.cast(v).intoArray(lanes, first);
  }

  /** Each lane from so many lanes above. */
  private static VectorShuffle<Float> by(int lanes) {
    return VectorShuffle.fromOp(Lanes.SPECIES, lane -> (lane + lanes) % N);
  }

  private static void squares(
      float[] x, int from, int groups, float shift, float[] lanes, int lane) {
    FloatVector shifts = FloatVector.broadcast(Lanes.SPECIES, shift);
    FloatVector s0 = FloatVector.fromArray(Lanes.SPECIES, lanes, lane);
    FloatVector s1 = FloatVector.fromArray(Lanes.SPECIES, lanes, lane + N);
    FloatVector q0 = FloatVector.fromArray(Lanes.SPECIES, lanes, SECOND + lane);
    FloatVector q1 = FloatVector.fromArray(Lanes.SPECIES, lanes, SECOND + lane + N);
    for (int group = 0; group < groups; group++) {
      int at = from + group * LANES;
      FloatVector d0 =
          Lanes.VECTOR
              .cast(FloatVector.fromArray(Lanes.SPECIES, x, at))
              .sub(Lanes.VECTOR.cast(shifts));
      FloatVector d1 =
          Lanes.VECTOR
              .cast(FloatVector.fromArray(Lanes.SPECIES, x, at + N))
              .sub(Lanes.VECTOR.cast(shifts));
      s0 = Lanes.VECTOR.cast(s0).add(Lanes.VECTOR.cast(d0));
      s1 = Lanes.VECTOR.cast(s1).add(Lanes.VECTOR.cast(d1));
      q0 = Lanes.VECTOR.cast(d0).fma(Lanes.VECTOR.cast(d0), Lanes.VECTOR.cast(q0));
      q1 = Lanes.VECTOR.cast(d1).fma(Lanes.VECTOR.cast(d1), Lanes.VECTOR.cast(q1));
    }
    Lanes.VECTOR.cast(s0).intoArray(lanes, lane);
    Lanes.VECTOR.cast(s1).intoArray(lanes, lane + N);
    Lanes.VECTOR.cast(q0).intoArray(lanes, SECOND + lane);
    Lanes.VECTOR.cast(q1).intoArray(lanes, SECOND + lane + N);
  }

  private static void products(
      float[] g,
      int gFrom,
      float[] x,
      int xFrom,
      int groups,
      float shift,
      float[] lanes,
      int lane) {
    FloatVector shifts = FloatVector.broadcast(Lanes.SPECIES, shift);
    FloatVector s0 = FloatVector.fromArray(Lanes.SPECIES, lanes, lane);
    FloatVector s1 = FloatVector.fromArray(Lanes.SPECIES, lanes, lane + N);
    FloatVector q0 = FloatVector.fromArray(Lanes.SPECIES, lanes, SECOND + lane);
    FloatVector q1 = FloatVector.fromArray(Lanes.SPECIES, lanes, SECOND + lane + N);
    for (int group = 0; group < groups; group++) {
      int at = group * LANES;
      FloatVector d0 =
          Lanes.VECTOR
              .cast(FloatVector.fromArray(Lanes.SPECIES, x, xFrom + at))
              .sub(Lanes.VECTOR.cast(shifts));
      FloatVector d1 =
          Lanes.VECTOR
              .cast(FloatVector.fromArray(Lanes.SPECIES, x, xFrom + at + N))
              .sub(Lanes.VECTOR.cast(shifts));
      FloatVector g0 = Lanes.VECTOR.cast(FloatVector.fromArray(Lanes.SPECIES, g, gFrom + at));
      FloatVector g1 = Lanes.VECTOR.cast(FloatVector.fromArray(Lanes.SPECIES, g, gFrom + at + N));
      s0 = Lanes.VECTOR.cast(s0).add(Lanes.VECTOR.cast(g0));
      s1 = Lanes.VECTOR.cast(s1).add(Lanes.VECTOR.cast(g1));
      q0 = Lanes.VECTOR.cast(g0).fma(Lanes.VECTOR.cast(d0), Lanes.VECTOR.cast(q0));
      q1 = Lanes.VECTOR.cast(g1).fma(Lanes.VECTOR.cast(d1), Lanes.VECTOR.cast(q1));
    }
    Lanes.VECTOR.cast(s0).intoArray(lanes, lane);
    Lanes.VECTOR.cast(s1).intoArray(lanes, lane + N);
    Lanes.VECTOR.cast(q0).intoArray(lanes, SECOND + lane);
    Lanes.VECTOR.cast(q1).intoArray(lanes, SECOND + lane + N);
  }

  private static void weighted(
      float[] g,
      int gFrom,
      float[] w,
      int wFrom,
      float[] x,
      int xFrom,
      int groups,
      float shift,
      float[] lanes,
      int lane) {
    FloatVector shifts = FloatVector.broadcast(Lanes.SPECIES, shift);
    FloatVector s0 = FloatVector.fromArray(Lanes.SPECIES, lanes, lane);
    FloatVector s1 = FloatVector.fromArray(Lanes.SPECIES, lanes, lane + N);
    FloatVector q0 = FloatVector.fromArray(Lanes.SPECIES, lanes, SECOND + lane);
    FloatVector q1 = FloatVector.fromArray(Lanes.SPECIES, lanes, SECOND + lane + N);
    for (int group = 0; group < groups; group++) {
      int at = group * LANES;
      FloatVector d0 =
          Lanes.VECTOR
              .cast(FloatVector.fromArray(Lanes.SPECIES, x, xFrom + at))
              .sub(Lanes.VECTOR.cast(shifts));
      FloatVector d1 =
          Lanes.VECTOR
              .cast(FloatVector.fromArray(Lanes.SPECIES, x, xFrom + at + N))
              .sub(Lanes.VECTOR.cast(shifts));
      FloatVector w0 = Lanes.VECTOR.cast(FloatVector.fromArray(Lanes.SPECIES, w, wFrom + at));
      FloatVector w1 = Lanes.VECTOR.cast(FloatVector.fromArray(Lanes.SPECIES, w, wFrom + at + N));
      FloatVector g0 =
          Lanes.VECTOR
              .cast(FloatVector.fromArray(Lanes.SPECIES, g, gFrom + at))
              .mul(Lanes.VECTOR.cast(w0));
      FloatVector g1 =
          Lanes.VECTOR
              .cast(FloatVector.fromArray(Lanes.SPECIES, g, gFrom + at + N))
              .mul(Lanes.VECTOR.cast(w1));
      s0 = Lanes.VECTOR.cast(s0).add(Lanes.VECTOR.cast(g0));
      s1 = Lanes.VECTOR.cast(s1).add(Lanes.VECTOR.cast(g1));
      q0 = Lanes.VECTOR.cast(g0).fma(Lanes.VECTOR.cast(d0), Lanes.VECTOR.cast(q0));
      q1 = Lanes.VECTOR.cast(g1).fma(Lanes.VECTOR.cast(d1), Lanes.VECTOR.cast(q1));
    }
    Lanes.VECTOR.cast(s0).intoArray(lanes, lane);
    Lanes.VECTOR.cast(s1).intoArray(lanes, lane + N);
    Lanes.VECTOR.cast(q0).intoArray(lanes, SECOND + lane);
    Lanes.VECTOR.cast(q1).intoArray(lanes, SECOND + lane + N);
  }
}

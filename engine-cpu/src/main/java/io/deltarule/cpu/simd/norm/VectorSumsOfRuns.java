package io.deltarule.cpu.simd.norm;

import io.deltarule.cpu.norm.CenteredSumsOfRuns;
import io.deltarule.cpu.simd.Lanes;
import jdk.incubator.vector.FloatVector;

/**
 * The lanes of both sums in vectors, two of each at a time: one pass over 64 lanes takes several
 * rounds, over a block that stays in the first-level cache. Two of each, because with the operands
 * they fit 16 registers, and hide the latency of the additions well enough.
 */
public final class VectorSumsOfRuns extends CenteredSumsOfRuns {
  private static final int N = Lanes.COUNT;

  /** Groups that stay in the first-level cache from one round to the next. */
  private static final int BLOCK = 32;

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

  private static void squares(
      float[] x, int from, int groups, float shift, float[] lanes, int lane) {
    FloatVector shifts = FloatVector.broadcast(Lanes.SPECIES, shift);
    FloatVector s0 = FloatVector.fromArray(Lanes.SPECIES, lanes, lane);
    FloatVector s1 = FloatVector.fromArray(Lanes.SPECIES, lanes, lane + N);
    FloatVector q0 = FloatVector.fromArray(Lanes.SPECIES, lanes, SECOND + lane);
    FloatVector q1 = FloatVector.fromArray(Lanes.SPECIES, lanes, SECOND + lane + N);
    for (int group = 0; group < groups; group++) {
      int at = from + group * LANES;
      FloatVector d0 = FloatVector.fromArray(Lanes.SPECIES, x, at).sub(Lanes.exact(shifts));
      FloatVector d1 = FloatVector.fromArray(Lanes.SPECIES, x, at + N).sub(Lanes.exact(shifts));
      s0 = Lanes.exact(s0).add(Lanes.exact(d0));
      s1 = Lanes.exact(s1).add(Lanes.exact(d1));
      q0 = Lanes.exact(d0).fma(Lanes.exact(d0), Lanes.exact(q0));
      q1 = Lanes.exact(d1).fma(Lanes.exact(d1), Lanes.exact(q1));
    }
    store(s0, s1, q0, q1, lanes, lane);
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
      FloatVector d0 = FloatVector.fromArray(Lanes.SPECIES, x, xFrom + at).sub(Lanes.exact(shifts));
      FloatVector d1 =
          FloatVector.fromArray(Lanes.SPECIES, x, xFrom + at + N).sub(Lanes.exact(shifts));
      FloatVector g0 = FloatVector.fromArray(Lanes.SPECIES, g, gFrom + at);
      FloatVector g1 = FloatVector.fromArray(Lanes.SPECIES, g, gFrom + at + N);
      s0 = Lanes.exact(s0).add(Lanes.exact(g0));
      s1 = Lanes.exact(s1).add(Lanes.exact(g1));
      q0 = Lanes.exact(g0).fma(Lanes.exact(d0), Lanes.exact(q0));
      q1 = Lanes.exact(g1).fma(Lanes.exact(d1), Lanes.exact(q1));
    }
    store(s0, s1, q0, q1, lanes, lane);
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
      FloatVector d0 = FloatVector.fromArray(Lanes.SPECIES, x, xFrom + at).sub(Lanes.exact(shifts));
      FloatVector d1 =
          FloatVector.fromArray(Lanes.SPECIES, x, xFrom + at + N).sub(Lanes.exact(shifts));
      FloatVector w0 = FloatVector.fromArray(Lanes.SPECIES, w, wFrom + at);
      FloatVector w1 = FloatVector.fromArray(Lanes.SPECIES, w, wFrom + at + N);
      FloatVector g0 = FloatVector.fromArray(Lanes.SPECIES, g, gFrom + at).mul(Lanes.exact(w0));
      FloatVector g1 = FloatVector.fromArray(Lanes.SPECIES, g, gFrom + at + N).mul(Lanes.exact(w1));
      s0 = Lanes.exact(s0).add(Lanes.exact(g0));
      s1 = Lanes.exact(s1).add(Lanes.exact(g1));
      q0 = Lanes.exact(g0).fma(Lanes.exact(d0), Lanes.exact(q0));
      q1 = Lanes.exact(g1).fma(Lanes.exact(d1), Lanes.exact(q1));
    }
    store(s0, s1, q0, q1, lanes, lane);
  }

  private static void store(
      FloatVector s0, FloatVector s1, FloatVector q0, FloatVector q1, float[] lanes, int lane) {
    Lanes.exact(s0).intoArray(lanes, lane);
    Lanes.exact(s1).intoArray(lanes, lane + N);
    Lanes.exact(q0).intoArray(lanes, SECOND + lane);
    Lanes.exact(q1).intoArray(lanes, SECOND + lane + N);
  }
}

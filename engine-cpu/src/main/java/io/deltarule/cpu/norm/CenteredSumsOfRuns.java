package io.deltarule.cpu.norm;

import java.util.Arrays;

/**
 * Two sums over a run of floats at once. Element i goes to lane i % 64 of each sum, in order; then
 * the upper half of the lanes is added to the lower half until one is left. This order is the
 * definition: all implementations give the same bits.
 */
public abstract class CenteredSumsOfRuns {
  /** The number of lanes of a sum: a multiple of every vector length. */
  public static final int LANES = 64;

  /** What the scratch of a thread holds: the lanes of two sums, which become the results. */
  public static final int SCRATCH = 2 * LANES;

  /** Where the second result is; the first is at 0. */
  public static final int SECOND = LANES;

  protected CenteredSumsOfRuns() {}

  /** Adds whole groups of 64 to the lanes: {@code d = x - shift}, and {@code d d}. */
  protected abstract void fillSquares(float[] x, int from, int groups, float shift, float[] lanes);

  /** Adds whole groups of 64 to the lanes: {@code g}, and {@code g (x - shift)}. */
  protected abstract void fillProducts(
      float[] g, int gFrom, float[] x, int xFrom, int groups, float shift, float[] lanes);

  /** Adds whole groups of 64 to the lanes: {@code g w}, and {@code g w (x - shift)}. */
  protected abstract void fillWeighted(
      float[] g,
      int gFrom,
      float[] w,
      int wFrom,
      float[] x,
      int xFrom,
      int groups,
      float shift,
      float[] lanes);

  /** The sums of {@code d = x - shift} and of its squares. */
  public final void squares(float[] x, int from, int count, float shift, float[] lanes) {
    int groups = begin(count, lanes);
    fillSquares(x, from, groups, shift, lanes);
    for (int i = groups * LANES, lane = 0; i < count; i++, lane++) {
      float d = x[from + i] - shift;
      lanes[lane] += d;
      lanes[SECOND + lane] = Math.fma(d, d, lanes[SECOND + lane]);
    }
    end(count, lanes);
  }

  /** The sums of {@code g} and of {@code g (x - shift)}. */
  public final void products(
      float[] g, int gFrom, float[] x, int xFrom, int count, float shift, float[] lanes) {
    int groups = begin(count, lanes);
    fillProducts(g, gFrom, x, xFrom, groups, shift, lanes);
    for (int i = groups * LANES, lane = 0; i < count; i++, lane++) {
      float value = g[gFrom + i];
      lanes[lane] += value;
      lanes[SECOND + lane] = Math.fma(value, x[xFrom + i] - shift, lanes[SECOND + lane]);
    }
    end(count, lanes);
  }

  /** The sums of {@code g w} and of {@code g w (x - shift)}. */
  public final void weighted(
      float[] g,
      int gFrom,
      float[] w,
      int wFrom,
      float[] x,
      int xFrom,
      int count,
      float shift,
      float[] lanes) {
    int groups = begin(count, lanes);
    fillWeighted(g, gFrom, w, wFrom, x, xFrom, groups, shift, lanes);
    for (int i = groups * LANES, lane = 0; i < count; i++, lane++) {
      float value = g[gFrom + i] * w[wFrom + i];
      lanes[lane] += value;
      lanes[SECOND + lane] = Math.fma(value, x[xFrom + i] - shift, lanes[SECOND + lane]);
    }
    end(count, lanes);
  }

  private static int begin(int count, float[] lanes) {
    Arrays.fill(lanes, 0, SCRATCH, 0);
    return count / LANES;
  }

  private void end(int count, float[] lanes) {
    // In a short run, lanes without elements hold 0 and need not be added.
    int width = count >= LANES ? LANES : Integer.highestOneBit(Math.max(1, 2 * count - 1));
    fold(width, lanes, 0);
    fold(width, lanes, SECOND);
  }

  /** Adds the upper half of so many lanes to the lower half, until the first has the sum. */
  protected void fold(int width, float[] lanes, int first) {
    for (int half = width / 2; half > 0; half /= 2) {
      for (int i = 0; i < half; i++) {
        lanes[first + i] += lanes[first + i + half];
      }
    }
  }
}

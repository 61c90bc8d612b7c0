package io.deltarule.cpu.reduce;

import io.deltarule.op.Reduce;
import java.util.Arrays;

/**
 * Reductions of a run of floats. Element i goes to lane i % 64, in order; then the upper half of
 * the lanes is combined into the lower half until one is left. This order is the definition: all
 * implementations give the same bits. It also keeps rounding errors of sums small.
 *
 * <p>A run of {@link #LONG_RUN} elements or more is cut into four equal stretches of whole groups
 * of 16, and the rest; element i of stretch s goes to lane 16 s + i % 16. A processor fetches more
 * of memory ahead where several pages are read in turns; within one page that would hinder it.
 */
public abstract class RowReductions {
  /** The number of lanes: a multiple of every vector length. */
  public static final int LANES = 64;

  /** Elements of a run from which on it is read in stretches, which then lie pages apart. */
  public static final int LONG_RUN = 1 << 15;

  /** Stretches of a long run, and the lanes of each. */
  protected static final int STRETCHES = 4;

  protected static final int LANES_A_STRETCH = LANES / STRETCHES;

  /** Lanes fewer than that are combined one by one. */
  private static final int SHORTEST_RUN = 8;

  protected RowReductions() {}

  /** Combines whole groups of 64 elements into the lanes, which hold the identity before. */
  protected abstract void fill(Reduce.Kind kind, float[] a, int from, int groups, float[] lanes);

  /** The same for a long run of four stretches, so many elements each, one after the other. */
  public abstract void fillByStretches(
      Reduce.Kind kind, float[] a, int from, int stretch, float[] lanes);

  /**
   * Reduces {@code count} elements; a mean is reduced as its sum. Each square is added by a fused
   * multiply-add, which rounds once.
   *
   * @param lanes scratch of {@link #LANES} elements
   */
  public final float reduce(Reduce.Kind kind, float[] a, int from, int count, float[] lanes) {
    int groups = count / LANES;
    // In a short run, lanes without elements would hold the identity and need not be combined.
    int width = groups > 0 ? LANES : Integer.highestOneBit(Math.max(1, 2 * count - 1));
    Arrays.fill(lanes, 0, width, identity(kind));
    if (count >= LONG_RUN) {
      fillByStretches(kind, a, from, groups * LANES_A_STRETCH, lanes);
    } else if (groups > 0) {
      fill(kind, a, from, groups, lanes);
    }
    int done = groups * LANES;
    combineRow(kind, lanes, 0, a, from + done, count - done);
    int half = width / 2;
    for (; half >= SHORTEST_RUN; half /= 2) {
      combineRow(ofResults(kind), lanes, 0, lanes, half, half);
    }
    for (; half > 0; half /= 2) {
      for (int i = 0; i < half; i++) {
        lanes[i] = combine(ofResults(kind), lanes[i], lanes[i + half]);
      }
    }
    return lanes[0];
  }

  /** What combines the results of parts: squares are squared once. */
  static Reduce.Kind ofResults(Reduce.Kind kind) {
    return kind == Reduce.Kind.SUM_OF_SQUARES ? Reduce.Kind.SUM : kind;
  }

  /** What leaves every value as it is. */
  static float identity(Reduce.Kind kind) {
    return switch (kind) {
      case SUM, SUM_OF_SQUARES, MEAN -> 0;
      case MAX -> Float.NEGATIVE_INFINITY;
      case MIN -> Float.POSITIVE_INFINITY;
    };
  }

  /** A result and one more element. */
  static float combine(Reduce.Kind kind, float a, float b) {
    return switch (kind) {
      case SUM, MEAN -> a + b;
      case SUM_OF_SQUARES -> Math.fma(b, b, a);
      case MAX -> Math.max(a, b);
      case MIN -> Math.min(a, b);
    };
  }

  /**
   * Combines four rows of columns, one after the other.
   *
   * @param stride elements from one row to the next
   * @param count elements of a row
   */
  public void combineFourRows(
      Reduce.Kind kind, float[] acc, int at, float[] a, int from, int stride, int count) {
    for (int row = 0; row < 4; row++) {
      combineRow(kind, acc, at, a, from + row * stride, count);
    }
  }

  /**
   * {@code acc[i] = combine(acc[i], a[i])} for a run of elements: one more row of columns that are
   * reduced.
   */
  public void combineRow(Reduce.Kind kind, float[] acc, int at, float[] a, int from, int count) {
    switch (kind) {
      case SUM, MEAN -> {
        for (int i = 0; i < count; i++) {
          acc[at + i] += a[from + i];
        }
      }
      case SUM_OF_SQUARES -> {
        for (int i = 0; i < count; i++) {
          acc[at + i] = Math.fma(a[from + i], a[from + i], acc[at + i]);
        }
      }
      case MAX -> {
        for (int i = 0; i < count; i++) {
          acc[at + i] = Math.max(acc[at + i], a[from + i]);
        }
      }
      case MIN -> {
        for (int i = 0; i < count; i++) {
          acc[at + i] = Math.min(acc[at + i], a[from + i]);
        }
      }
    }
  }
}

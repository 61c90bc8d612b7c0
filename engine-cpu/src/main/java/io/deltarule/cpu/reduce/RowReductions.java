package io.deltarule.cpu.reduce;

import io.deltarule.op.Reduce;
import java.util.Arrays;

/**
 * Reductions of a run of floats. Element i goes to lane i % 64, in order; then the upper half of
 * the lanes is combined into the lower half until one is left. This order is the definition: all
 * implementations give the same bits. It also keeps rounding errors of sums small.
 */
public abstract class RowReductions {
  /** The number of lanes: a multiple of every vector length. */
  public static final int LANES = 64;

  /** Lanes fewer than that are combined one by one. */
  private static final int SHORTEST_RUN = 8;

  protected RowReductions() {}

  /** Combines whole groups of 64 elements into the lanes, which hold the identity before. */
  protected abstract void fill(Reduce.Kind kind, float[] a, int from, int groups, float[] lanes);

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
    if (groups > 0) {
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

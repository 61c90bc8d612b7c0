package io.deltarule.cpu.pool;

import io.deltarule.backend.Operands;
import io.deltarule.cpu.FloatMemory;
import io.deltarule.cpu.IntMemory;
import io.deltarule.cpu.parallel.WorkerPool;
import io.deltarule.op.MaxPool;

/** The first NaN, or else the first maximum, of every window, and its place. */
public final class MaxPoolKernel extends PoolPlanes {
  private final float[] x;
  private final int xStart;
  private final float[] y;
  private final int yStart;
  private final int[] places;
  private final int placesStart;

  /** Where each tap lies, from the first one on. */
  private final int[] taps;

  /** The outputs of a row whose windows lie within the input: from here on, up to there. */
  private final int wholeFrom;

  private final int wholeTo;

  public MaxPoolKernel(WorkerPool pool, MaxPool op, Operands operands) {
    super(
        pool,
        op.kernel(),
        op.window(),
        operands.input(0).type().shape(),
        operands.output().type().shape());
    x = ((FloatMemory) operands.input(0).memory()).array();
    xStart = Math.toIntExact(operands.input(0).offset());
    y = ((FloatMemory) operands.output().memory()).array();
    yStart = Math.toIntExact(operands.output().offset());
    places = ((IntMemory) operands.outputs().get(1).memory()).array();
    placesStart = Math.toIntExact(operands.outputs().get(1).offset());
    taps = new int[depth.kernel() * height.kernel() * width.kernel()];
    int tap = 0;
    for (int i = 0; i < depth.kernel(); i++) {
      for (int j = 0; j < height.kernel(); j++) {
        for (int k = 0; k < width.kernel(); k++) {
          taps[tap++] = place(i * depth.dilation(), j * height.dilation(), k * width.dilation());
        }
      }
    }
    wholeFrom = width.outputFrom(0);
    wholeTo = Math.max(wholeFrom, width.outputEnd(width.kernel() - 1));
  }

  private int place(int d, int h, int w) {
    return (d * height.input() + h) * width.input() + w;
  }

  @Override
  protected void row(int plane, int output, int d, int h) {
    boolean isWhole = depth.isWhole(d) && height.isWhole(h);
    int from = isWhole ? wholeFrom : width.output();
    int to = isWhole ? wholeTo : width.output();
    for (int w = 0; w < from; w++) {
      clipped(plane, output + w, d, h, w);
    }
    for (int w = from; w < to; w++) {
      whole(plane, output + w, place(depth.start(d), height.start(h), width.start(w)));
    }
    for (int w = to; w < width.output(); w++) {
      clipped(plane, output + w, d, h, w);
    }
  }

  /**
   * A window within the input. Without branches on what the elements are: which of a window is
   * largest can't be foretold, and a wrong guess costs the processor more than all the rest.
   *
   * @param first the place of the first tap
   */
  private void whole(int plane, int output, int first) {
    int start = xStart + plane;
    int largest = Integer.MIN_VALUE;
    int place = first;
    for (int tap : taps) {
      int at = first + tap;
      int larger = Math.max(largest, rank(x[start + at]));
      int change = larger ^ largest;
      int isChanged = (change | -change) >> 31;
      place = (at & isChanged) | (place & ~isChanged);
      largest = larger;
    }
    y[yStart + output] = x[start + place];
    places[placesStart + output] = place;
  }

  /** A window that reaches over the input's edges. */
  private void clipped(int plane, int output, int d, int h, int w) {
    int start = xStart + plane;
    int largest = Integer.MIN_VALUE;
    int place = -1;
    for (int i = depth.from(d); i < depth.to(d); i++) {
      for (int j = height.from(h); j < height.to(h); j++) {
        for (int k = width.from(w); k < width.to(w); k++) {
          int at =
              place(
                  depth.start(d) + i * depth.dilation(),
                  height.start(h) + j * height.dilation(),
                  width.start(w) + k * width.dilation());
          int rank = rank(x[start + at]);
          if (rank > largest) {
            largest = rank;
            place = at;
          }
        }
      }
    }
    y[yStart + output] = place < 0 ? Float.NEGATIVE_INFINITY : x[start + place];
    places[placesStart + output] = place;
  }

  /** An int that is larger for a larger number; largest for NaN, the same for both zeros. */
  private static int rank(float value) {
    int bits = Float.floatToIntBits(value + 0f);
    return bits ^ ((bits >> 31) & Integer.MAX_VALUE);
  }
}

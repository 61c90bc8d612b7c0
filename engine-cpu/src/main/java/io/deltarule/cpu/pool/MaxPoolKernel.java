package io.deltarule.cpu.pool;

import io.deltarule.backend.Operands;
import io.deltarule.cpu.FloatMemory;
import io.deltarule.cpu.IntMemory;
import io.deltarule.cpu.parallel.WorkerPool;
import io.deltarule.op.MaxPool;
import java.util.Arrays;

/** The first NaN, or else the first maximum, of every window, and its place. */
public final class MaxPoolKernel extends PoolPlanes {
  private final float[] x;
  private final int xStart;
  private final float[] y;
  private final int yStart;
  private final int[] places;
  private final int placesStart;

  private final WorkerPool pool;

  /** For each thread the ranks of a row's largest elements so far. */
  private final int[][] ranks;

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
    this.pool = pool;
    ranks = new int[pool.threads()][width.output()];
  }

  @Override
  protected void row(int plane, int output, int d, int h) {
    int[] largest = ranks[pool.worker()];
    int to = placesStart + output;
    Arrays.fill(largest, Integer.MIN_VALUE);
    Arrays.fill(places, to, to + largest.length, -1);
    for (int i = depth.from(d); i < depth.to(d); i++) {
      int slice = (depth.start(d) + i * depth.dilation()) * height.input();
      for (int j = height.from(h); j < height.to(h); j++) {
        int row = (slice + height.start(h) + j * height.dilation()) * width.input();
        for (int k = 0; k < width.kernel(); k++) {
          compare(xStart + plane, row + width.start(0) + k * width.dilation(), k, largest, to);
        }
      }
    }
    for (int w = 0; w < largest.length; w++) {
      int place = places[to + w];
      y[yStart + output + w] = place < 0 ? Float.NEGATIVE_INFINITY : x[xStart + plane + place];
    }
  }

  /**
   * One tap of all windows of a row. Without branches on what the elements are: which of a window
   * is largest can't be foretold, and a wrong guess costs the processor more than all the rest.
   *
   * @param at the place of output 0's element
   * @param to where the row's places are kept
   */
  private void compare(int base, int at, int tap, int[] largest, int to) {
    int stride = width.stride();
    int end = width.outputEnd(tap);
    for (int w = width.outputFrom(tap); w < end; w++) {
      int place = at + w * stride;
      int before = largest[w];
      int larger = Math.max(before, rank(x[base + place]));
      int change = larger ^ before;
      int isChanged = (change | -change) >> 31;
      places[to + w] = (place & isChanged) | (places[to + w] & ~isChanged);
      largest[w] = larger;
    }
  }

  /** An int that is larger for a larger number; largest for NaN, the same for both zeros. */
  private static int rank(float value) {
    int bits = Float.floatToIntBits(value + 0f);
    return bits ^ ((bits >> 31) & Integer.MAX_VALUE);
  }
}

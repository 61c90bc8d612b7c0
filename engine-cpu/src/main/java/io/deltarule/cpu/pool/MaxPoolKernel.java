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
  }

  @Override
  protected void row(int plane, int output, int d, int h) {
    int depthEnd = depth.to(d);
    int heightEnd = height.to(h);
    for (int w = 0; w < width.output(); w++) {
      int from = width.from(w);
      int to = width.to(w);
      int first = width.start(w);
      float largest = Float.NEGATIVE_INFINITY;
      int place = -1;
      for (int i = depth.from(d); i < depthEnd; i++) {
        int slice = (depth.start(d) + i * depth.dilation()) * height.input();
        for (int j = height.from(h); j < heightEnd; j++) {
          int row = (slice + height.start(h) + j * height.dilation()) * width.input() + first;
          for (int k = from; k < to; k++) {
            int at = row + k * width.dilation();
            float value = x[xStart + plane + at];
            if (value > largest || place < 0 || (Float.isNaN(value) && !Float.isNaN(largest))) {
              largest = value;
              place = at;
            }
          }
        }
      }
      y[yStart + output + w] = largest;
      places[placesStart + output + w] = place;
    }
  }
}

package io.deltarule.cpu.pool;

import io.deltarule.backend.Operands;
import io.deltarule.cpu.FloatMemory;
import io.deltarule.cpu.parallel.WorkerPool;
import io.deltarule.op.AveragePoolGradient;
import java.util.Arrays;

/** The share of every output, added to all elements of its window. */
public final class AveragePoolGradientKernel extends PoolPlanes {
  private final boolean countsPadding;
  private final int taps;
  private final float[] dy;
  private final int dyStart;
  private final float[] dx;
  private final int dxStart;

  public AveragePoolGradientKernel(WorkerPool pool, AveragePoolGradient op, Operands operands) {
    super(
        pool,
        op.kernel(),
        op.window(),
        operands.output().type().shape(),
        operands.input(0).type().shape());
    countsPadding = op.countsPadding();
    taps = depth.kernel() * height.kernel() * width.kernel();
    dy = ((FloatMemory) operands.input(0).memory()).array();
    dyStart = Math.toIntExact(operands.input(0).offset());
    dx = ((FloatMemory) operands.output().memory()).array();
    dxStart = Math.toIntExact(operands.output().offset());
  }

  @Override
  protected void prepare(int plane) {
    int from = dxStart + plane * inputs;
    Arrays.fill(dx, from, from + inputs, 0);
  }

  @Override
  protected void row(int plane, int output, int d, int h) {
    int depthEnd = depth.to(d);
    int heightEnd = height.to(h);
    int above = (depthEnd - depth.from(d)) * (heightEnd - height.from(h));
    for (int w = 0; w < width.output(); w++) {
      int from = width.from(w);
      int to = width.to(w);
      int count = countsPadding ? taps : Math.max(1, above * (to - from));
      float share = dy[dyStart + output + w] / count;
      for (int i = depth.from(d); i < depthEnd; i++) {
        int slice = (depth.start(d) + i * depth.dilation()) * height.input();
        for (int j = height.from(h); j < heightEnd; j++) {
          int row = (slice + height.start(h) + j * height.dilation()) * width.input();
          int at = dxStart + plane + row + width.start(w);
          for (int k = from; k < to; k++) {
            dx[at + k * width.dilation()] += share;
          }
        }
      }
    }
  }
}

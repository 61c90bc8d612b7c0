package io.deltarule.cpu.pool;

import io.deltarule.backend.Operands;
import io.deltarule.cpu.FloatMemory;
import io.deltarule.cpu.parallel.WorkerPool;
import io.deltarule.op.AveragePool;

/** The mean of every window. */
public final class AveragePoolKernel extends PoolPlanes {
  private final boolean countsPadding;
  private final int taps;
  private final float[] x;
  private final int xStart;
  private final float[] y;
  private final int yStart;

  public AveragePoolKernel(WorkerPool pool, AveragePool op, Operands operands) {
    super(
        pool,
        op.kernel(),
        op.window(),
        operands.input(0).type().shape(),
        operands.output().type().shape());
    countsPadding = op.countsPadding();
    taps = depth.kernel() * height.kernel() * width.kernel();
    x = ((FloatMemory) operands.input(0).memory()).array();
    xStart = Math.toIntExact(operands.input(0).offset());
    y = ((FloatMemory) operands.output().memory()).array();
    yStart = Math.toIntExact(operands.output().offset());
  }

  @Override
  protected void row(int plane, int output, int d, int h) {
    int depthEnd = depth.to(d);
    int heightEnd = height.to(h);
    int above = (depthEnd - depth.from(d)) * (heightEnd - height.from(h));
    for (int w = 0; w < width.output(); w++) {
      int from = width.from(w);
      int to = width.to(w);
      float sum = 0;
      for (int i = depth.from(d); i < depthEnd; i++) {
        int slice = (depth.start(d) + i * depth.dilation()) * height.input();
        for (int j = height.from(h); j < heightEnd; j++) {
          int row = (slice + height.start(h) + j * height.dilation()) * width.input();
          int at = xStart + plane + row + width.start(w);
          for (int k = from; k < to; k++) {
            sum += x[at + k * width.dilation()];
          }
        }
      }
      int count = countsPadding ? taps : Math.max(1, above * (to - from));
      y[yStart + output + w] = sum / count;
    }
  }
}

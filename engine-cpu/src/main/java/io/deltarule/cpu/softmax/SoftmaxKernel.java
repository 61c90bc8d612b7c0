package io.deltarule.cpu.softmax;

import io.deltarule.backend.Operands;
import io.deltarule.cpu.FloatMemory;
import io.deltarule.cpu.parallel.WorkerPool;
import io.deltarule.cpu.pointwise.RowKernels;
import io.deltarule.cpu.reduce.RowReductions;
import io.deltarule.cpu.warmup.Form;

/** {@code y_i = exp(x_i - m) / sum_j exp(x_j - m)}. */
public final class SoftmaxKernel extends SoftmaxRows {
  private final float[] y;
  private final int yStart;

  public SoftmaxKernel(
      WorkerPool pool,
      Form<RowReductions> reductions,
      RowKernels kernels,
      Operands operands,
      int axis) {
    super(pool, reductions, kernels, operands.input(0), axis);
    y = ((FloatMemory) operands.output().memory()).array();
    yStart = Math.toIntExact(operands.output().offset());
  }

  @Override
  protected void finish(
      int row, int start, float[] values, int at, float max, float[] e, int eAt, float sum) {
    int to = yStart + start;
    for (int i = 0; i < length; i++) {
      y[to + i * stride] = e[eAt + i] / sum;
    }
  }
}

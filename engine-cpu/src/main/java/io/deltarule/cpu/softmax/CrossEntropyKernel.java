package io.deltarule.cpu.softmax;

import io.deltarule.backend.Operand;
import io.deltarule.backend.Operands;
import io.deltarule.cpu.FloatMemory;
import io.deltarule.cpu.IntMemory;
import io.deltarule.cpu.parallel.WorkerPool;
import io.deltarule.cpu.pointwise.RowKernels;
import io.deltarule.cpu.reduce.RowReductions;
import io.deltarule.cpu.warmup.Form;

/**
 * {@code lse = m + log sum_j exp(x_j - m)} and {@code loss = (m - x_label) + log sum_j exp(x_j -
 * m)}; a label outside the classes gives loss 0.
 */
public final class CrossEntropyKernel extends SoftmaxRows {
  private final int[] labels;
  private final int labelsStart;
  private final float[] loss;
  private final int lossStart;
  private final float[] logSumExp;
  private final int logSumExpStart;

  public CrossEntropyKernel(
      WorkerPool pool, Form<RowReductions> reductions, RowKernels kernels, Operands operands) {
    super(
        pool, reductions, kernels, operands.input(0), operands.input(0).type().shape().rank() - 1);
    Operand label = operands.input(1);
    labels = ((IntMemory) label.memory()).array();
    labelsStart = Math.toIntExact(label.offset());
    loss = ((FloatMemory) operands.output(0).memory()).array();
    lossStart = Math.toIntExact(operands.output(0).offset());
    logSumExp = ((FloatMemory) operands.output(1).memory()).array();
    logSumExpStart = Math.toIntExact(operands.output(1).offset());
  }

  @Override
  protected void finish(
      int row, int start, float[] values, int at, float max, float[] e, int eAt, float sum) {
    float log = log(sum);
    int label = labels[labelsStart + row];
    boolean valid = 0 <= label && label < length;
    logSumExp[logSumExpStart + row] = max + log;
    // Not lse - logit: max may be so large that adding the logarithm to it loses it.
    loss[lossStart + row] = valid ? max - values[at + label] + log : 0;
  }
}

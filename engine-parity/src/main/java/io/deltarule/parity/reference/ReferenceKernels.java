package io.deltarule.parity.reference;

import io.deltarule.backend.Kernel;
import io.deltarule.backend.KernelFactory;
import io.deltarule.backend.Operands;
import io.deltarule.op.ArgMax;
import io.deltarule.op.Attention;
import io.deltarule.op.AttentionGradient;
import io.deltarule.op.Broadcast;
import io.deltarule.op.Concat;
import io.deltarule.op.Gather;
import io.deltarule.op.GatherSum;
import io.deltarule.op.LogSoftmax;
import io.deltarule.op.MatMul;
import io.deltarule.op.Pad;
import io.deltarule.op.Pointwise;
import io.deltarule.op.RandomFill;
import io.deltarule.op.Reduce;
import io.deltarule.op.ScatterAdd;
import io.deltarule.op.ScatterAddBags;
import io.deltarule.op.Slice;
import io.deltarule.op.Softmax;
import io.deltarule.op.SoftmaxCrossEntropy;
import io.deltarule.op.Transpose;

/** Names the kernel of each primitive operation. */
final class ReferenceKernels implements KernelFactory {
  private final Rounding rounding;

  ReferenceKernels(Rounding rounding) {
    this.rounding = rounding;
  }

  @Override
  public Kernel pointwise(Pointwise op, Operands operands) {
    return () -> PointwiseKernels.pointwise(op, operands, rounding);
  }

  @Override
  public Kernel reduce(Reduce op, Operands operands) {
    return () -> ReduceKernels.reduce(op, operands, rounding);
  }

  @Override
  public Kernel argMax(ArgMax op, Operands operands) {
    return () -> ReduceKernels.argMax(op, operands);
  }

  @Override
  public Kernel matMul(MatMul op, Operands operands) {
    return () -> MatMulKernels.matMul(op, operands, rounding);
  }

  @Override
  public Kernel copy(Operands operands) {
    return () -> LayoutKernels.copy(operands);
  }

  @Override
  public Kernel broadcast(Broadcast op, Operands operands) {
    return () -> LayoutKernels.broadcast(operands);
  }

  @Override
  public Kernel transpose(Transpose op, Operands operands) {
    return () -> LayoutKernels.transpose(op, operands);
  }

  @Override
  public Kernel slice(Slice op, Operands operands) {
    return () -> LayoutKernels.slice(op, operands);
  }

  @Override
  public Kernel concat(Concat op, Operands operands) {
    return () -> LayoutKernels.concat(op, operands);
  }

  @Override
  public Kernel pad(Pad op, Operands operands) {
    return () -> LayoutKernels.pad(op, operands);
  }

  @Override
  public Kernel gather(Gather op, Operands operands) {
    return () -> IndexKernels.gather(op, operands);
  }

  @Override
  public Kernel scatterAdd(ScatterAdd op, Operands operands) {
    return () -> IndexKernels.scatterAdd(op, operands, rounding);
  }

  @Override
  public Kernel gatherSum(GatherSum op, Operands operands) {
    return () -> BagKernels.gatherSum(operands, rounding);
  }

  @Override
  public Kernel scatterAddBags(ScatterAddBags op, Operands operands) {
    return () -> BagKernels.scatterAdd(op, operands, rounding);
  }

  @Override
  public Kernel softmax(Softmax op, Operands operands) {
    return () -> SoftmaxKernels.softmax(op, operands, rounding);
  }

  @Override
  public Kernel logSoftmax(LogSoftmax op, Operands operands) {
    return () -> SoftmaxKernels.logSoftmax(op, operands, rounding);
  }

  @Override
  public Kernel softmaxCrossEntropy(SoftmaxCrossEntropy op, Operands operands) {
    return () -> SoftmaxKernels.crossEntropy(operands, rounding);
  }

  @Override
  public Kernel randomFill(RandomFill op, Operands operands) {
    return () -> RandomKernels.fill(op, operands, rounding);
  }

  @Override
  public Kernel attention(Attention op, Operands operands) {
    return () -> AttentionKernels.attention(op, operands, rounding);
  }

  @Override
  public Kernel attentionGradient(AttentionGradient op, Operands operands) {
    return () -> AttentionKernels.gradient(op, operands, rounding);
  }
}

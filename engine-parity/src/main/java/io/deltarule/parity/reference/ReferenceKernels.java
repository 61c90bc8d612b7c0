package io.deltarule.parity.reference;

import io.deltarule.backend.Kernel;
import io.deltarule.backend.KernelFactory;
import io.deltarule.backend.Operands;
import io.deltarule.op.ArgMax;
import io.deltarule.op.Attention;
import io.deltarule.op.AttentionGradient;
import io.deltarule.op.AveragePool;
import io.deltarule.op.AveragePoolGradient;
import io.deltarule.op.Broadcast;
import io.deltarule.op.Concat;
import io.deltarule.op.Convolution;
import io.deltarule.op.ConvolutionInputGradient;
import io.deltarule.op.ConvolutionWeightGradient;
import io.deltarule.op.Gather;
import io.deltarule.op.GatherSum;
import io.deltarule.op.LogSoftmax;
import io.deltarule.op.MatMul;
import io.deltarule.op.MaxPool;
import io.deltarule.op.MaxPoolGradient;
import io.deltarule.op.MaxPoolSelect;
import io.deltarule.op.NormalizeRows;
import io.deltarule.op.NormalizeRowsGradient;
import io.deltarule.op.Pad;
import io.deltarule.op.Pointwise;
import io.deltarule.op.RandomFill;
import io.deltarule.op.Recurrence;
import io.deltarule.op.RecurrenceGradient;
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
  public Kernel convolution(Convolution op, Operands operands) {
    return () -> ConvolutionKernels.convolution(op, operands, rounding);
  }

  @Override
  public Kernel convolutionInputGradient(ConvolutionInputGradient op, Operands operands) {
    return () -> ConvolutionKernels.inputGradient(op, operands, rounding);
  }

  @Override
  public Kernel convolutionWeightGradient(ConvolutionWeightGradient op, Operands operands) {
    return () -> ConvolutionKernels.weightGradient(op, operands, rounding);
  }

  @Override
  public Kernel maxPool(MaxPool op, Operands operands) {
    return () -> PoolKernels.maxPool(op, operands);
  }

  @Override
  public Kernel maxPoolGradient(MaxPoolGradient op, Operands operands) {
    return () -> PoolKernels.maxPoolGradient(operands, rounding);
  }

  @Override
  public Kernel maxPoolSelect(MaxPoolSelect op, Operands operands) {
    return () -> PoolKernels.maxPoolSelect(operands);
  }

  @Override
  public Kernel averagePool(AveragePool op, Operands operands) {
    return () -> PoolKernels.averagePool(op, operands, rounding);
  }

  @Override
  public Kernel averagePoolGradient(AveragePoolGradient op, Operands operands) {
    return () -> PoolKernels.averagePoolGradient(op, operands, rounding);
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
  public Kernel moments(Operands operands) {
    return () -> NormalizationKernels.moments(operands, rounding);
  }

  @Override
  public Kernel centeredSums(Operands operands) {
    return () -> NormalizationKernels.centeredSums(operands, rounding);
  }

  @Override
  public Kernel normalizeRows(NormalizeRows op, Operands operands) {
    return () -> NormalizationKernels.normalizeRows(op, operands, rounding);
  }

  @Override
  public Kernel normalizeRowsGradient(NormalizeRowsGradient op, Operands operands) {
    return () -> NormalizationKernels.normalizeRowsGradient(op, operands, rounding);
  }

  @Override
  public Kernel randomFill(RandomFill op, Operands operands) {
    return () -> RandomKernels.fill(op, operands, rounding);
  }

  @Override
  public Kernel recurrence(Recurrence op, Operands operands) {
    return () -> RecurrenceKernels.recurrence(op, operands, rounding);
  }

  @Override
  public Kernel recurrenceGradient(RecurrenceGradient op, Operands operands) {
    return () -> RecurrenceKernels.gradient(op, operands, rounding);
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

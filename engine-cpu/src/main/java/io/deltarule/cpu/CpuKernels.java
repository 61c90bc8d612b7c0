package io.deltarule.cpu;

import io.deltarule.backend.Kernel;
import io.deltarule.backend.KernelFactory;
import io.deltarule.backend.Operands;
import io.deltarule.cpu.attention.AttentionGradientKernel;
import io.deltarule.cpu.attention.AttentionKernel;
import io.deltarule.cpu.attention.Scratches;
import io.deltarule.cpu.convolution.ConvolutionKernels;
import io.deltarule.cpu.index.GatherKernel;
import io.deltarule.cpu.index.GatherSumKernel;
import io.deltarule.cpu.index.ScatterAddKernel;
import io.deltarule.cpu.layout.LayoutKernels;
import io.deltarule.cpu.matmul.MatMulKernel;
import io.deltarule.cpu.matmul.Workspaces;
import io.deltarule.cpu.norm.CenteredSumsKernel;
import io.deltarule.cpu.norm.MomentsKernel;
import io.deltarule.cpu.norm.NormalizeRowsGradientKernel;
import io.deltarule.cpu.norm.NormalizeRowsKernel;
import io.deltarule.cpu.parallel.WorkerPool;
import io.deltarule.cpu.pointwise.PointwiseKernel;
import io.deltarule.cpu.pointwise.RowKernels;
import io.deltarule.cpu.pool.AveragePoolGradientKernel;
import io.deltarule.cpu.pool.AveragePoolKernel;
import io.deltarule.cpu.pool.MaxPoolKernel;
import io.deltarule.cpu.pool.MaxPoolPlaces;
import io.deltarule.cpu.processor.Processor;
import io.deltarule.cpu.random.RandomFillKernel;
import io.deltarule.cpu.recurrent.RecurrenceGradientKernel;
import io.deltarule.cpu.recurrent.RecurrenceKernel;
import io.deltarule.cpu.reduce.ArgMaxKernel;
import io.deltarule.cpu.reduce.ReduceKernel;
import io.deltarule.cpu.softmax.CrossEntropyKernel;
import io.deltarule.cpu.softmax.LogSoftmaxKernel;
import io.deltarule.cpu.softmax.SoftmaxKernel;
import io.deltarule.cpu.warmup.WarmUp;
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

/** One kernel for each primitive operation. */
final class CpuKernels implements KernelFactory {
  private final WorkerPool pool;
  private final Processor processor;
  private final RowKernels rows;
  private final LayoutKernels layout;
  private final Workspaces workspaces = new Workspaces();
  private final ConvolutionKernels convolutions;
  private final Scratches attention;

  CpuKernels(WorkerPool pool, Processor processor, WarmUp warmUp) {
    this.pool = pool;
    this.processor = processor;
    this.rows = new RowKernels(pool, processor.printer(), warmUp);
    this.layout = new LayoutKernels(pool);
    this.convolutions =
        new ConvolutionKernels(
            pool, processor.microKernels(), workspaces, rows, processor.reductions());
    this.attention = new Scratches(pool, processor.microKernels(), rows, processor.reductions());
  }

  @Override
  public Kernel pointwise(Pointwise op, Operands operands) {
    return PointwiseKernel.bind(
        pool, rows, op.expressions(), operands.inputs(), operands.outputs());
  }

  @Override
  public Kernel reduce(Reduce op, Operands operands) {
    return ReduceKernel.bind(pool, processor.reductions(), op, operands);
  }

  @Override
  public Kernel argMax(ArgMax op, Operands operands) {
    return new ArgMaxKernel(pool, op, operands);
  }

  @Override
  public Kernel matMul(MatMul op, Operands operands) {
    return MatMulKernel.bind(pool, processor.microKernels(), workspaces, rows, op, operands);
  }

  @Override
  public Kernel copy(Operands operands) {
    return layout.copy(operands);
  }

  @Override
  public Kernel broadcast(Broadcast op, Operands operands) {
    return layout.broadcast(operands);
  }

  @Override
  public Kernel transpose(Transpose op, Operands operands) {
    return layout.transpose(op, operands);
  }

  @Override
  public Kernel slice(Slice op, Operands operands) {
    return layout.slice(op, operands);
  }

  @Override
  public Kernel concat(Concat op, Operands operands) {
    return layout.concat(op, operands);
  }

  @Override
  public Kernel pad(Pad op, Operands operands) {
    return layout.pad(op, operands);
  }

  @Override
  public Kernel gather(Gather op, Operands operands) {
    return new GatherKernel(pool, op, operands);
  }

  @Override
  public Kernel scatterAdd(ScatterAdd op, Operands operands) {
    return ScatterAddKernel.ofRows(pool, processor.rowSums(), op, operands);
  }

  @Override
  public Kernel gatherSum(GatherSum op, Operands operands) {
    return new GatherSumKernel(pool, processor.rowSums(), operands);
  }

  @Override
  public Kernel scatterAddBags(ScatterAddBags op, Operands operands) {
    return ScatterAddKernel.ofBags(pool, processor.rowSums(), operands);
  }

  @Override
  public Kernel convolution(Convolution op, Operands operands) {
    return convolutions.convolution(op, operands);
  }

  @Override
  public Kernel convolutionInputGradient(ConvolutionInputGradient op, Operands operands) {
    return convolutions.inputGradient(op, operands);
  }

  @Override
  public Kernel convolutionWeightGradient(ConvolutionWeightGradient op, Operands operands) {
    return convolutions.weightGradient(op, operands);
  }

  @Override
  public Kernel maxPool(MaxPool op, Operands operands) {
    return new MaxPoolKernel(pool, op, operands);
  }

  @Override
  public Kernel maxPoolGradient(MaxPoolGradient op, Operands operands) {
    return MaxPoolPlaces.gradient(pool, operands);
  }

  @Override
  public Kernel maxPoolSelect(MaxPoolSelect op, Operands operands) {
    return MaxPoolPlaces.selection(pool, operands);
  }

  @Override
  public Kernel averagePool(AveragePool op, Operands operands) {
    return new AveragePoolKernel(pool, op, operands);
  }

  @Override
  public Kernel averagePoolGradient(AveragePoolGradient op, Operands operands) {
    return new AveragePoolGradientKernel(pool, op, operands);
  }

  @Override
  public Kernel softmax(Softmax op, Operands operands) {
    return new SoftmaxKernel(pool, processor.reductions(), rows, operands, op.axis());
  }

  @Override
  public Kernel logSoftmax(LogSoftmax op, Operands operands) {
    return new LogSoftmaxKernel(pool, processor.reductions(), rows, operands, op.axis());
  }

  @Override
  public Kernel softmaxCrossEntropy(SoftmaxCrossEntropy op, Operands operands) {
    return new CrossEntropyKernel(pool, processor.reductions(), rows, operands);
  }

  @Override
  public Kernel moments(Operands operands) {
    return new MomentsKernel(pool, processor.reductions(), processor.sumsOfRuns(), operands);
  }

  @Override
  public Kernel centeredSums(Operands operands) {
    return new CenteredSumsKernel(pool, processor.sumsOfRuns(), operands);
  }

  @Override
  public Kernel normalizeRows(NormalizeRows op, Operands operands) {
    return new NormalizeRowsKernel(
        pool, processor.reductions(), processor.sumsOfRuns(), op, operands);
  }

  @Override
  public Kernel normalizeRowsGradient(NormalizeRowsGradient op, Operands operands) {
    return new NormalizeRowsGradientKernel(pool, processor.sumsOfRuns(), op, operands);
  }

  @Override
  public Kernel randomFill(RandomFill op, Operands operands) {
    return new RandomFillKernel(pool, op, operands);
  }

  @Override
  public Kernel recurrence(Recurrence op, Operands operands) {
    return new RecurrenceKernel(pool, processor.microKernels(), rows, op, operands);
  }

  @Override
  public Kernel recurrenceGradient(RecurrenceGradient op, Operands operands) {
    return new RecurrenceGradientKernel(pool, processor.microKernels(), rows, op, operands);
  }

  @Override
  public Kernel attention(Attention op, Operands operands) {
    return new AttentionKernel(attention, op, operands);
  }

  @Override
  public Kernel attentionGradient(AttentionGradient op, Operands operands) {
    return new AttentionGradientKernel(attention, op, operands);
  }
}

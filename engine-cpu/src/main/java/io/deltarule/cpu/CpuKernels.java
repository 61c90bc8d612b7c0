package io.deltarule.cpu;

import io.deltarule.backend.Kernel;
import io.deltarule.backend.KernelFactory;
import io.deltarule.backend.Operands;
import io.deltarule.cpu.index.GatherKernel;
import io.deltarule.cpu.index.GatherSumKernel;
import io.deltarule.cpu.index.ScatterAddKernel;
import io.deltarule.cpu.layout.LayoutKernels;
import io.deltarule.cpu.matmul.MatMulKernel;
import io.deltarule.cpu.matmul.Workspaces;
import io.deltarule.cpu.parallel.WorkerPool;
import io.deltarule.cpu.pointwise.PointwiseKernel;
import io.deltarule.cpu.pointwise.RowKernels;
import io.deltarule.cpu.processor.Processor;
import io.deltarule.cpu.random.RandomFillKernel;
import io.deltarule.cpu.reduce.ArgMaxKernel;
import io.deltarule.cpu.reduce.ReduceKernel;
import io.deltarule.cpu.softmax.CrossEntropyKernel;
import io.deltarule.cpu.softmax.LogSoftmaxKernel;
import io.deltarule.cpu.softmax.SoftmaxKernel;
import io.deltarule.cpu.warmup.WarmUp;
import io.deltarule.op.ArgMax;
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

/** One kernel for each primitive operation. */
final class CpuKernels implements KernelFactory {
  private final WorkerPool pool;
  private final Processor processor;
  private final RowKernels rows;
  private final LayoutKernels layout;
  private final Workspaces workspaces = new Workspaces();

  CpuKernels(WorkerPool pool, Processor processor, WarmUp warmUp) {
    this.pool = pool;
    this.processor = processor;
    this.rows = new RowKernels(processor.printer(), warmUp);
    this.layout = new LayoutKernels(pool);
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
  public Kernel randomFill(RandomFill op, Operands operands) {
    return new RandomFillKernel(pool, op, operands);
  }
}

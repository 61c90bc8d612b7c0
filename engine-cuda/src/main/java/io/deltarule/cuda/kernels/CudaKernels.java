package io.deltarule.cuda.kernels;

import io.deltarule.backend.Kernel;
import io.deltarule.backend.KernelFactory;
import io.deltarule.backend.Operand;
import io.deltarule.backend.Operands;
import io.deltarule.cuda.blas.BlasMatMul;
import io.deltarule.cuda.driver.CudaContext;
import io.deltarule.cuda.driver.CudaMemory;
import io.deltarule.cuda.driver.DeviceFill;
import io.deltarule.cuda.nvrtc.KernelCompiler;
import io.deltarule.cuda.pointwise.PointwiseKernels;
import io.deltarule.expr.Expr;
import io.deltarule.graph.TensorType;
import io.deltarule.op.ArgMax;
import io.deltarule.op.Attention;
import io.deltarule.op.AttentionGradient;
import io.deltarule.op.AveragePool;
import io.deltarule.op.AveragePoolGradient;
import io.deltarule.op.Broadcast;
import io.deltarule.op.CenteredSums;
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
import io.deltarule.op.Moments;
import io.deltarule.op.NormalizeRows;
import io.deltarule.op.NormalizeRowsGradient;
import io.deltarule.op.Op;
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
import io.deltarule.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** The kernels of the CUDA backend, each bound to its operands. */
public final class CudaKernels implements KernelFactory, AutoCloseable {
  private final CudaContext context;
  private final BlasMatMul matMul;
  private final PointwiseKernels pointwise;
  private final ReduceKernels reduce;
  private final SoftmaxKernels softmax;
  private final LayoutKernels layout;
  private final GatherKernel gather;
  private final ScatterAddKernel scatterAdd;
  private final ConvolutionKernels convolution;
  private final PoolKernels pool;
  private final RandomFillKernel random;
  private final RecurrenceKernels recurrence;
  private final NormalizationKernels normalization;
  private final AttentionKernels attention;
  private final IndexFaults faults;

  /** The kernels of a context. */
  public CudaKernels(CudaContext context, KernelCompiler compiler, BlasMatMul matMul) {
    this.context = context;
    this.matMul = matMul;
    pointwise = new PointwiseKernels(context, compiler);
    reduce = new ReduceKernels(new Kernels(context, compiler, Sources.REDUCE));
    softmax = new SoftmaxKernels(new Kernels(context, compiler, Sources.SOFTMAX));
    layout =
        new LayoutKernels(
            context,
            pointwise,
            new TransposeKernel(new Kernels(context, compiler, Sources.TRANSPOSE)));
    faults = new IndexFaults(context);
    gather = new GatherKernel(new Kernels(context, compiler, Sources.GATHER), faults);
    scatterAdd = new ScatterAddKernel(new Kernels(context, compiler, Sources.SCATTER), faults);
    convolution = new ConvolutionKernels(new Kernels(context, compiler, Sources.CONVOLUTION));
    pool = new PoolKernels(new Kernels(context, compiler, Sources.POOL));
    random = new RandomFillKernel(new Kernels(context, compiler, Sources.RANDOM));
    recurrence = new RecurrenceKernels(context, matMul, pointwise);
    normalization = new NormalizationKernels(new Kernels(context, compiler, Sources.NORMALIZATION));
    attention = new AttentionKernels(new Kernels(context, compiler, Sources.ATTENTION));
  }

  /**
   * Makes the kernel of an operation.
   *
   * @throws IllegalArgumentException if an operand has more elements than 31 bits count
   */
  @Override
  public Kernel create(Op op, Operands operands) {
    requireCountable(operands);
    return KernelFactory.super.create(op, operands);
  }

  static void requireCountable(Operands operands) {
    Stream.concat(operands.inputs().stream(), operands.outputs().stream())
        .filter(operand -> !isCountable(operand.type()))
        .findFirst()
        .ifPresent(
            operand -> {
              throw new IllegalArgumentException(
                  operands.label()
                      + ": kernels count elements with 31 bits, up to "
                      + Integer.MAX_VALUE
                      + ", got "
                      + operand.elementCount()
                      + " of "
                      + operand.type()
                      + "; use a smaller batch");
            });
  }

  @Override
  public long scratchBytes(Op op, List<TensorType> inputs, List<TensorType> outputs) {
    if (!Stream.concat(inputs.stream(), outputs.stream()).allMatch(CudaKernels::isCountable)) {
      return 0; // It is refused when the kernel is made, which knows its name.
    }
    if (op instanceof Reduce reduce) {
      return ReduceKernels.scratchBytes(reduce, inputs.get(0).shape());
    } else if (op instanceof ScatterAdd scatter) {
      return scatterScratchBytes(scatter.axis(), inputs, outputs);
    } else if (op instanceof ScatterAddBags) {
      return scatterScratchBytes(0, inputs, outputs);
    } else if (op instanceof ConvolutionWeightGradient gradient) {
      return ConvolutionKernels.scratchBytes(
          gradient, inputs.get(1).shape(), outputs.get(0).shape());
    } else if (op instanceof Moments) {
      return NormalizationKernels.momentsScratchBytes(inputs.get(0).shape());
    } else if (op instanceof CenteredSums) {
      return NormalizationKernels.sumsScratchBytes(inputs.get(0).shape());
    } else if (op instanceof NormalizeRowsGradient gradient) {
      return NormalizationKernels.rowScratchBytes(gradient, inputs.get(1).shape());
    } else if (op instanceof MatMul product && needsScratch(product.epilogue(), outputs)) {
      return outputs.get(0).shape().elementCount() * Float.BYTES;
    } else if (op instanceof Convolution conv && needsScratch(conv.epilogue(), outputs)) {
      return outputs.get(0).shape().elementCount() * Float.BYTES;
    } else if (op instanceof Recurrence sequence) {
      return RecurrenceKernels.scratchBytes(sequence, inputs);
    } else if (op instanceof RecurrenceGradient gradient) {
      return RecurrenceKernels.scratchBytes(gradient, inputs);
    }
    return 0;
  }

  private static long scatterScratchBytes(
      int axis, List<TensorType> inputs, List<TensorType> outputs) {
    int indices = (int) inputs.get(1).shape().elementCount();
    return ScatterAddKernel.scratchBytes(outputs.get(0).shape(), axis, indices);
  }

  private static boolean isCountable(TensorType type) {
    return type.shape().elementCount() <= Integer.MAX_VALUE;
  }

  @Override
  public Kernel pointwise(Pointwise op, Operands operands) {
    return pointwise.pointwise(op.expressions(), operands.inputs(), operands.outputs(), operands);
  }

  @Override
  public Kernel reduce(Reduce op, Operands operands) {
    long length = op.length(operands.input(0).type().shape());
    if (length == 0) {
      return new DeviceFill(context, operands.output());
    }
    boolean copies = length == 1 && op.kind() != Reduce.Kind.SUM_OF_SQUARES;
    return copies ? layout.copy(operands) : reduce.reduce(op, operands);
  }

  @Override
  public Kernel argMax(ArgMax op, Operands operands) {
    return reduce.argMax(op, operands);
  }

  @Override
  public Kernel matMul(MatMul op, Operands operands) {
    if (op.epilogue().isEmpty()) {
      return matMul.create(op, operands);
    }
    return withEpilogue(op.epilogue(), operands, product -> matMul.create(op, operands, product));
  }

  /** A result of two operands, and the epilogue as a pass over it, in place where it can be. */
  private Kernel withEpilogue(
      List<Expr> epilogue, Operands operands, Function<Operand, Kernel> result) {
    return Assembly.of(
        context,
        assembly -> {
          Operand product = product(epilogue, operands, assembly);
          List<Operand> inputs = new ArrayList<>();
          inputs.add(product);
          inputs.addAll(operands.inputs().subList(2, operands.inputs().size()));
          assembly.add(result.apply(product));
          assembly.add(pointwise.pointwise(epilogue, inputs, operands.outputs(), operands));
        });
  }

  @Override
  public Kernel convolution(Convolution op, Operands operands) {
    return op.epilogue().isEmpty()
        ? convolution.forward(op, operands, operands.output())
        : withEpilogue(
            op.epilogue(), operands, result -> convolution.forward(op, operands, result));
  }

  @Override
  public Kernel convolutionInputGradient(ConvolutionInputGradient op, Operands operands) {
    return convolution.inputGradient(op, operands);
  }

  @Override
  public Kernel convolutionWeightGradient(ConvolutionWeightGradient op, Operands operands) {
    return convolution.weightGradient(op, operands);
  }

  @Override
  public Kernel maxPool(MaxPool op, Operands operands) {
    return pool.max(op, operands);
  }

  @Override
  public Kernel maxPoolGradient(MaxPoolGradient op, Operands operands) {
    return pool.maxGradient(op, operands);
  }

  @Override
  public Kernel maxPoolSelect(MaxPoolSelect op, Operands operands) {
    return pool.maxSelect(operands);
  }

  @Override
  public Kernel averagePool(AveragePool op, Operands operands) {
    return pool.average(op, operands);
  }

  @Override
  public Kernel averagePoolGradient(AveragePoolGradient op, Operands operands) {
    return pool.averageGradient(op, operands);
  }

  /** True if the product, before the epilogue, can lie in no output: none is floating-point. */
  private static boolean needsScratch(List<Expr> epilogue, List<TensorType> outputs) {
    return !epilogue.isEmpty() && outputs.stream().noneMatch(CudaKernels::holdsProduct);
  }

  private static boolean holdsProduct(TensorType output) {
    return output.dtype() == DType.FLOAT32;
  }

  /** Where the product goes before the epilogue: a floating-point output, or memory of its own. */
  private static Operand product(List<Expr> epilogue, Operands operands, Assembly assembly) {
    List<TensorType> types = operands.outputs().stream().map(Operand::type).toList();
    if (!needsScratch(epilogue, types)) {
      return operands.outputs().stream()
          .filter(output -> holdsProduct(output.type()))
          .findFirst()
          .orElseThrow();
    }
    Operand output = operands.output();
    CudaMemory memory = assembly.scratch(DType.FLOAT32, output.elementCount());
    return new Operand(memory, 0, new TensorType(DType.FLOAT32, output.type().shape()));
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
    return gather.create(op, operands);
  }

  @Override
  public Kernel scatterAdd(ScatterAdd op, Operands operands) {
    return operands.input(1).elementCount() == 0
        ? new DeviceFill(context, operands.output())
        : scatterAdd.ofRows(op, operands);
  }

  @Override
  public Kernel gatherSum(GatherSum op, Operands operands) {
    return operands.input(1).elementCount() == 0
        ? new DeviceFill(context, operands.output())
        : gather.sum(operands);
  }

  @Override
  public Kernel scatterAddBags(ScatterAddBags op, Operands operands) {
    return operands.input(1).elementCount() == 0
        ? new DeviceFill(context, operands.output())
        : scatterAdd.ofBags(operands);
  }

  @Override
  public Kernel softmax(Softmax op, Operands operands) {
    return softmax.along("softmax", op.axis(), operands);
  }

  @Override
  public Kernel logSoftmax(LogSoftmax op, Operands operands) {
    return softmax.along("log_softmax", op.axis(), operands);
  }

  @Override
  public Kernel softmaxCrossEntropy(SoftmaxCrossEntropy op, Operands operands) {
    return softmax.crossEntropy(operands);
  }

  @Override
  public Kernel moments(Operands operands) {
    return normalization.moments(operands);
  }

  @Override
  public Kernel centeredSums(Operands operands) {
    return operands.input(0).elementCount() == 0
        ? zeros(operands.outputs())
        : normalization.centeredSums(operands);
  }

  @Override
  public Kernel normalizeRows(NormalizeRows op, Operands operands) {
    return normalization.rows(op, operands);
  }

  @Override
  public Kernel normalizeRowsGradient(NormalizeRowsGradient op, Operands operands) {
    return operands.input(1).elementCount() == 0
        ? zeros(operands.outputs())
        : normalization.rowsGradient(op, operands);
  }

  /** Fills results with zeros; those without elements need nothing. */
  private Kernel zeros(List<Operand> outputs) {
    return Assembly.of(
        context,
        assembly -> {
          for (Operand output : outputs) {
            assembly.add(
                output.elementCount() == 0 ? Kernels.nothing() : new DeviceFill(context, output));
          }
        });
  }

  @Override
  public Kernel randomFill(RandomFill op, Operands operands) {
    return random.create(op, operands);
  }

  @Override
  public Kernel recurrence(Recurrence op, Operands operands) {
    return recurrence.forward(op, operands);
  }

  @Override
  public Kernel recurrenceGradient(RecurrenceGradient op, Operands operands) {
    return recurrence.gradient(op, operands);
  }

  @Override
  public Kernel attention(Attention op, Operands operands) {
    return attention.forward(op, operands);
  }

  @Override
  public Kernel attentionGradient(AttentionGradient op, Operands operands) {
    return attention.backward(op, operands);
  }

  @Override
  public void close() {
    faults.close();
  }
}

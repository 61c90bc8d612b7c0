package io.deltarule.backend;

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
import io.deltarule.op.Reshape;
import io.deltarule.op.ScatterAdd;
import io.deltarule.op.ScatterAddBags;
import io.deltarule.op.Slice;
import io.deltarule.op.Softmax;
import io.deltarule.op.SoftmaxCrossEntropy;
import io.deltarule.op.Transpose;
import java.util.List;

/**
 * Makes kernels: one method for each primitive operation that computes. The operations are defined
 * by their records' documentation and by the float64 reference; shapes were checked when the graph
 * was built. A new primitive adds a method here, and every backend that lacks it no longer
 * compiles.
 *
 * <p>A method throws {@link UnsupportedByBackendException} if the backend cannot do the operation,
 * or not with such operands. The kernels made till then are closed.
 */
public interface KernelFactory {
  Kernel pointwise(Pointwise op, Operands operands);

  Kernel reduce(Reduce op, Operands operands);

  Kernel argMax(ArgMax op, Operands operands);

  /** With or without an epilogue; epilogue inputs follow the two matrices. */
  Kernel matMul(MatMul op, Operands operands);

  /** The input's elements, of either type, in the same order. */
  Kernel copy(Operands operands);

  Kernel broadcast(Broadcast op, Operands operands);

  Kernel transpose(Transpose op, Operands operands);

  Kernel slice(Slice op, Operands operands);

  Kernel concat(Concat op, Operands operands);

  Kernel pad(Pad op, Operands operands);

  Kernel gather(Gather op, Operands operands);

  Kernel scatterAdd(ScatterAdd op, Operands operands);

  Kernel gatherSum(GatherSum op, Operands operands);

  Kernel scatterAddBags(ScatterAddBags op, Operands operands);

  /** With or without an epilogue; epilogue inputs follow input and weight. */
  Kernel convolution(Convolution op, Operands operands);

  Kernel convolutionInputGradient(ConvolutionInputGradient op, Operands operands);

  Kernel convolutionWeightGradient(ConvolutionWeightGradient op, Operands operands);

  Kernel maxPool(MaxPool op, Operands operands);

  Kernel maxPoolGradient(MaxPoolGradient op, Operands operands);

  Kernel maxPoolSelect(MaxPoolSelect op, Operands operands);

  Kernel averagePool(AveragePool op, Operands operands);

  Kernel averagePoolGradient(AveragePoolGradient op, Operands operands);

  Kernel softmax(Softmax op, Operands operands);

  Kernel logSoftmax(LogSoftmax op, Operands operands);

  Kernel softmaxCrossEntropy(SoftmaxCrossEntropy op, Operands operands);

  Kernel moments(Operands operands);

  Kernel centeredSums(Operands operands);

  /** Weight and bias, where there are any, follow x. */
  Kernel normalizeRows(NormalizeRows op, Operands operands);

  Kernel normalizeRowsGradient(NormalizeRowsGradient op, Operands operands);

  Kernel randomFill(RandomFill op, Operands operands);

  Kernel recurrence(Recurrence op, Operands operands);

  Kernel recurrenceGradient(RecurrenceGradient op, Operands operands);

  /** With or without a bias, which is the last input. */
  Kernel attention(Attention op, Operands operands);

  /** With or without a bias, which is the last input. */
  Kernel attentionGradient(AttentionGradient op, Operands operands);

  /**
   * Bytes of {@link Memory} that the kernel of an operation allocates for itself, beside its
   * operands, and holds until it closes; 0 unless a backend says otherwise. It allocates nothing
   * itself: loading a plan asks for every operation first, so that what does not fit is refused
   * with all of it counted.
   *
   * @param inputs the operands' types, as the graph declares them
   */
  default long scratchBytes(Op op, List<TensorType> inputs, List<TensorType> outputs) {
    return 0;
  }

  /** Calls the method for an operation. */
  default Kernel create(Op op, Operands operands) {
    if (op instanceof Pointwise pointwise) {
      return pointwise(pointwise, operands);
    } else if (op instanceof Reduce reduce) {
      return reduce(reduce, operands);
    } else if (op instanceof ArgMax argMax) {
      return argMax(argMax, operands);
    } else if (op instanceof MatMul matMul) {
      return matMul(matMul, operands);
    } else if (op instanceof Reshape) {
      return copy(operands);
    } else if (op instanceof Broadcast broadcast) {
      return broadcast(broadcast, operands);
    } else if (op instanceof Transpose transpose) {
      return transpose(transpose, operands);
    } else if (op instanceof Slice slice) {
      return slice(slice, operands);
    } else if (op instanceof Concat concat) {
      return concat(concat, operands);
    } else if (op instanceof Pad pad) {
      return pad(pad, operands);
    } else if (op instanceof Gather gather) {
      return gather(gather, operands);
    } else if (op instanceof ScatterAdd scatterAdd) {
      return scatterAdd(scatterAdd, operands);
    } else if (op instanceof GatherSum gatherSum) {
      return gatherSum(gatherSum, operands);
    } else if (op instanceof ScatterAddBags scatterAddBags) {
      return scatterAddBags(scatterAddBags, operands);
    } else if (op instanceof Convolution convolution) {
      return convolution(convolution, operands);
    } else if (op instanceof ConvolutionInputGradient gradient) {
      return convolutionInputGradient(gradient, operands);
    } else if (op instanceof ConvolutionWeightGradient gradient) {
      return convolutionWeightGradient(gradient, operands);
    } else if (op instanceof MaxPool pool) {
      return maxPool(pool, operands);
    } else if (op instanceof MaxPoolGradient gradient) {
      return maxPoolGradient(gradient, operands);
    } else if (op instanceof MaxPoolSelect select) {
      return maxPoolSelect(select, operands);
    } else if (op instanceof AveragePool pool) {
      return averagePool(pool, operands);
    } else if (op instanceof AveragePoolGradient gradient) {
      return averagePoolGradient(gradient, operands);
    } else if (op instanceof Softmax softmax) {
      return softmax(softmax, operands);
    } else if (op instanceof LogSoftmax logSoftmax) {
      return logSoftmax(logSoftmax, operands);
    } else if (op instanceof SoftmaxCrossEntropy crossEntropy) {
      return softmaxCrossEntropy(crossEntropy, operands);
    } else if (op instanceof Moments) {
      return moments(operands);
    } else if (op instanceof CenteredSums) {
      return centeredSums(operands);
    } else if (op instanceof NormalizeRows rows) {
      return normalizeRows(rows, operands);
    } else if (op instanceof NormalizeRowsGradient gradient) {
      return normalizeRowsGradient(gradient, operands);
    } else if (op instanceof RandomFill random) {
      return randomFill(random, operands);
    } else if (op instanceof Recurrence recurrence) {
      return recurrence(recurrence, operands);
    } else if (op instanceof RecurrenceGradient gradient) {
      return recurrenceGradient(gradient, operands);
    } else if (op instanceof Attention attention) {
      return attention(attention, operands);
    } else if (op instanceof AttentionGradient gradient) {
      return attentionGradient(gradient, operands);
    }
    throw new IllegalArgumentException(
        operands.label() + ": " + op.name() + " computes nothing and has no kernel");
  }
}

package io.deltarule.op;

import io.deltarule.graph.Node;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import java.util.List;

/**
 * A primitive operation: attributes, shape rule, gradient rule. Records, equal if their attributes
 * are.
 */
public sealed interface Op
    permits ArgMax,
        AveragePool,
        AveragePoolGradient,
        Attention,
        AttentionGradient,
        Barrier,
        Broadcast,
        CenteredSums,
        Concat,
        Constant,
        Convolution,
        ConvolutionInputGradient,
        ConvolutionWeightGradient,
        CustomGradient,
        Gather,
        GatherSum,
        LogSoftmax,
        MatMul,
        MaxPool,
        MaxPoolGradient,
        MaxPoolSelect,
        Moments,
        NormalizeRows,
        NormalizeRowsGradient,
        Pad,
        Placeholder,
        Pointwise,
        RandomFill,
        ReadVariable,
        Recurrence,
        RecurrenceGradient,
        Reduce,
        Reshape,
        ScatterAdd,
        ScatterAddBags,
        Slice,
        Softmax,
        SoftmaxCrossEntropy,
        StopGradient,
        Transpose {

  /** The name it prints under, such as {@code matmul}. */
  String name();

  /**
   * The shape rule: types of the outputs for types of the inputs.
   *
   * @throws IllegalArgumentException if the inputs do not fit: expected, found, remedy
   */
  List<TensorType> infer(List<TensorType> inputs);

  /**
   * The gradient rule: for each input of a node of this operation, the gradient of a scalar with
   * respect to it, of the input's shape; null where no gradient flows.
   *
   * @param node the node
   * @param upstream the gradient with respect to each output; null where none flows. At least one
   *     is not null.
   */
  List<Value> gradient(Node node, List<Value> upstream);

  /**
   * True if an output of an input's type may lie where that input lies, provided that nobody reads
   * the input later: kernels read an element for the last time before they write that element.
   */
  default boolean mayOverwrite(int input, int output) {
    return false;
  }

  /** Floating-point operations of one execution; a multiply-add counts as two. */
  default long flops(List<TensorType> inputs, List<TensorType> outputs) {
    return 0;
  }

  /** Checks the number of inputs. */
  static void requireInputs(List<TensorType> inputs, int expected) {
    if (inputs.size() != expected) {
      throw new IllegalArgumentException("expected " + expected + " inputs, got " + inputs.size());
    }
  }

  /** Checks that an input is floating-point. */
  static TensorType requireFloat(TensorType input) {
    if (!input.dtype().isFloating()) {
      throw new IllegalArgumentException(
          "input must be FLOAT32, got " + input + "; convert it with toFloat()");
    }
    return input;
  }

  /** Checks that indices or labels are integers. */
  static TensorType requireInt(TensorType input, String role) {
    if (input.dtype().isFloating()) {
      throw new IllegalArgumentException(role + " must be INT32, got " + input);
    }
    return input;
  }
}

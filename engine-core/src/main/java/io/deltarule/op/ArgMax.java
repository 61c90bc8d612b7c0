package io.deltarule.op;

import io.deltarule.graph.Node;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;
import java.util.Collections;
import java.util.List;

/**
 * The index of the first maximum along an axis, which disappears; INT32. NaN counts as the largest
 * value, as in PyTorch. No gradient flows through it.
 */
public record ArgMax(int axis) implements Op {
  @Override
  public String name() {
    return "argmax";
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Op.requireInputs(inputs, 1);
    Shape shape = Op.requireFloat(inputs.get(0)).shape();
    if (shape.dim(axis) == 0) {
      throw new IllegalArgumentException(
          "argmax along axis " + axis + " of " + shape + " is undefined");
    }
    return List.of(
        new TensorType(
            DType.INT32, shape.slice(0, axis).append(shape.slice(axis + 1, shape.rank()))));
  }

  @Override
  public List<Value> gradient(Node node, List<Value> upstream) {
    return Collections.singletonList(null);
  }

  @Override
  public long flops(List<TensorType> inputs, List<TensorType> outputs) {
    return inputs.get(0).shape().elementCount();
  }
}

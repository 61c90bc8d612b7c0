package io.deltarule.op;

import io.deltarule.graph.Node;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/** The same elements in row-major order under another shape. */
public record Reshape(Shape shape) implements Op {

  /** The target shape for dimensions of which one may be -1, to be inferred. */
  public static Shape infer(Shape input, int... dims) {
    int unknown = -1;
    long known = 1;
    for (int i = 0; i < dims.length; i++) {
      if (dims[i] == -1 && unknown < 0) {
        unknown = i;
      } else {
        known *= dims[i];
      }
    }
    if (unknown < 0) {
      return Shape.of(dims);
    }
    if (known <= 0 || input.elementCount() % known != 0) {
      throw new IllegalArgumentException(
          "cannot infer -1 in "
              + Arrays.toString(dims)
              + " for input "
              + input
              + " of "
              + input.elementCount()
              + " elements");
    }
    int[] inferred = dims.clone();
    inferred[unknown] = Math.toIntExact(input.elementCount() / known);
    return Shape.of(inferred);
  }

  @Override
  public String name() {
    return "reshape";
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Op.requireInputs(inputs, 1);
    Shape input = inputs.get(0).shape();
    if (input.elementCount() != shape.elementCount()) {
      throw new IllegalArgumentException(
          "cannot reshape "
              + input
              + " of "
              + input.elementCount()
              + " elements to "
              + shape
              + " of "
              + shape.elementCount()
              + "; element counts must agree");
    }
    return List.of(inputs.get(0).withShape(shape));
  }

  @Override
  public List<Value> gradient(Node node, List<Value> upstream) {
    return List.of(upstream.get(0).reshape(node.input(0).shape()));
  }
}

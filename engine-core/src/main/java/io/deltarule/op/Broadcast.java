package io.deltarule.op;

import io.deltarule.graph.Node;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.tensor.Shape;
import java.util.List;

/** The input repeated along new axes and along those of size 1, by NumPy's rule. */
public record Broadcast(Shape shape) implements Op {
  @Override
  public String name() {
    return "broadcast";
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Op.requireInputs(inputs, 1);
    Shape input = inputs.get(0).shape();
    if (!input.broadcastsTo(shape)) {
      throw new IllegalArgumentException(
          "cannot broadcast "
              + input
              + " to "
              + shape
              + "; aligned at the last axis, each dimension must be equal or 1");
    }
    return List.of(inputs.get(0).withShape(shape));
  }

  @Override
  public List<Value> gradient(Node node, List<Value> upstream) {
    return List.of(upstream.get(0).sumTo(node.input(0).shape()));
  }
}

package io.deltarule.op;

import io.deltarule.graph.Node;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** The inputs one after the other along an axis; they agree in type and along every other axis. */
public record Concat(int axis) implements Op {
  /** Joins values along an axis; a negative one counts from the end. */
  public static Value of(int axis, List<Value> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("concat: expected one value or more, got none");
    }
    Value first = values.get(0);
    return first.graph().apply(new Concat(first.shape().axis(axis)), values).output(0);
  }

  @Override
  public String name() {
    return "concat";
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    if (inputs.isEmpty()) {
      throw new IllegalArgumentException("concat needs at least one input");
    }
    TensorType first = inputs.get(0);
    int size = 0;
    for (TensorType input : inputs) {
      boolean fits =
          input.dtype() == first.dtype()
              && input.shape().rank() == first.shape().rank()
              && input.shape().with(axis, 0).equals(first.shape().with(axis, 0));
      if (!fits) {
        throw new IllegalArgumentException(
            "inputs must agree in type and in every axis but "
                + axis
                + ", got "
                + first
                + " and "
                + input);
      }
      size = Math.addExact(size, input.shape().dim(axis));
    }
    Shape shape = first.shape().with(axis, size);
    return List.of(first.withShape(shape));
  }

  @Override
  public List<Value> gradient(Node node, List<Value> upstream) {
    List<Value> gradients = new ArrayList<>();
    int from = 0;
    for (Value input : node.inputs()) {
      int to = from + input.shape().dim(axis);
      gradients.add(upstream.get(0).slice(axis, from, to));
      from = to;
    }
    return gradients;
  }
}

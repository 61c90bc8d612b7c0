package io.deltarule.op;

import io.deltarule.graph.Node;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * The adjoint of {@link Gather}: updates [before, I, after] are added into zeros [before, size,
 * after] at the places along the axis that INT32 indices [I] name. Several updates of one place are
 * summed in the order of the indices, so that the result is deterministic. An index outside [0,
 * size) is an error of the run.
 *
 * @param axis the axis of the output that the indices address
 * @param size its length
 */
public record ScatterAdd(int axis, int size) implements Op {
  @Override
  public String name() {
    return "scatter_add";
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Op.requireInputs(inputs, 2);
    Shape updates = Op.requireFloat(inputs.get(0)).shape();
    Shape indices = Op.requireInt(inputs.get(1), "indices").shape();
    int end = axis + indices.rank();
    if (end > updates.rank() || !updates.slice(axis, end).equals(indices)) {
      throw new IllegalArgumentException(
          "updates "
              + updates
              + " must have the dimensions of the indices "
              + indices
              + " from axis "
              + axis
              + " on");
    }
    Shape shape = updates.slice(0, axis).append(size).append(updates.slice(end, updates.rank()));
    return List.of(inputs.get(0).withShape(shape));
  }

  @Override
  public List<Value> gradient(Node node, List<Value> upstream) {
    return Arrays.asList(
        node.graph().apply(new Gather(axis), upstream.get(0), node.input(1)), null);
  }

  @Override
  public long flops(List<TensorType> inputs, List<TensorType> outputs) {
    return inputs.get(0).shape().elementCount();
  }
}

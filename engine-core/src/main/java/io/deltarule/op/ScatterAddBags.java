package io.deltarule.op;

import io.deltarule.graph.Node;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * The adjoint of {@link GatherSum}: each update [after] of updates [bags, after] is added into
 * zeros [size, after] at all L places that its bag of INT32 indices [bags, L] names, at one that is
 * named twice twice. The updates of a place are summed in the order of the indices, so that the
 * result is deterministic. An index outside [0, size) is an error of the run.
 *
 * @param size the number of rows of the output
 */
public record ScatterAddBags(int size) implements Op {
  @Override
  public String name() {
    return "scatter_add_bags";
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Op.requireInputs(inputs, 2);
    Shape updates = Op.requireFloat(inputs.get(0)).shape();
    Shape indices = Op.requireInt(inputs.get(1), "indices").shape();
    int bags = indices.rank() - 1;
    if (bags < 0
        || bags > updates.rank()
        || !updates.slice(0, bags).equals(indices.slice(0, bags))) {
      throw new IllegalArgumentException(
          "updates "
              + updates
              + " must begin with the dimensions of the indices "
              + indices
              + " but the last, which is a bag's length; reshape the one or the other");
    }
    Shape shape = Shape.of(size).append(updates.slice(bags, updates.rank()));
    return List.of(inputs.get(0).withShape(shape));
  }

  @Override
  public List<Value> gradient(Node node, List<Value> upstream) {
    return Arrays.asList(node.graph().apply(new GatherSum(), upstream.get(0), node.input(1)), null);
  }

  @Override
  public long flops(List<TensorType> inputs, List<TensorType> outputs) {
    Shape table = outputs.get(0).shape();
    return inputs.get(1).shape().elementCount() * table.slice(1, table.rank()).elementCount();
  }
}

package io.deltarule.op;

import io.deltarule.graph.Node;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * The sum of the rows of a table that each bag of INT32 indices selects: {@code y[b, a] = sum over
 * l of table[index_{b,l}, a]}, in ascending l. Inputs: table [R, after], indices [bags, L]; output:
 * [bags, after], where bags and after are any dimensions. It is a {@link Gather} along axis 0
 * followed by a sum over the last axis of the indices, without the rows in between; known as
 * embedding bag. An empty bag (L = 0) gives 0. An index outside [0, R) is an error of the run.
 */
public record GatherSum() implements Op {
  @Override
  public String name() {
    return "gather_sum";
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Op.requireInputs(inputs, 2);
    Shape table = Op.requireFloat(inputs.get(0)).shape();
    Shape indices = Op.requireInt(inputs.get(1), "indices").shape();
    if (table.rank() == 0 || indices.rank() == 0) {
      throw new IllegalArgumentException(
          "table must have shape [R, ...] and indices [..., L], got "
              + table
              + " and "
              + indices
              + "; reshape a single bag to [1, L]");
    }
    Shape bags = indices.slice(0, indices.rank() - 1);
    return List.of(inputs.get(0).withShape(bags.append(table.slice(1, table.rank()))));
  }

  @Override
  public List<Value> gradient(Node node, List<Value> upstream) {
    ScatterAddBags adjoint = new ScatterAddBags(node.input(0).shape().dim(0));
    return Arrays.asList(node.graph().apply(adjoint, upstream.get(0), node.input(1)), null);
  }

  @Override
  public long flops(List<TensorType> inputs, List<TensorType> outputs) {
    Shape table = inputs.get(0).shape();
    return inputs.get(1).shape().elementCount() * table.slice(1, table.rank()).elementCount();
  }
}

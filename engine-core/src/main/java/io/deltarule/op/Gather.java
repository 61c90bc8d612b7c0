package io.deltarule.op;

import io.deltarule.graph.Node;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * The entries of a table along an axis that INT32 indices select. Inputs: table [before, R, after],
 * indices [I]; output: [before, I, after], where before, I and after are any dimensions. An index
 * outside [0, R) is an error of the run.
 *
 * @param axis the axis of size R
 */
public record Gather(int axis) implements Op {
  @Override
  public String name() {
    return "gather";
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Op.requireInputs(inputs, 2);
    Shape table = inputs.get(0).shape();
    table.axis(axis);
    Op.requireInt(inputs.get(1), "indices");
    Shape shape =
        table
            .slice(0, axis)
            .append(inputs.get(1).shape())
            .append(table.slice(axis + 1, table.rank()));
    return List.of(inputs.get(0).withShape(shape));
  }

  @Override
  public List<Value> gradient(Node node, List<Value> upstream) {
    ScatterAdd adjoint = new ScatterAdd(axis, node.input(0).shape().dim(axis));
    return Arrays.asList(node.graph().apply(adjoint, upstream.get(0), node.input(1)), null);
  }
}

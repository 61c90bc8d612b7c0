package io.deltarule.op;

import io.deltarule.graph.Node;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.graph.Variable;
import java.util.List;

/** The value of a variable at the start of the step. */
public record ReadVariable(Variable variable) implements Op {
  @Override
  public String name() {
    return "variable";
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Op.requireInputs(inputs, 0);
    return List.of(variable.type());
  }

  @Override
  public List<Value> gradient(Node node, List<Value> upstream) {
    return List.of();
  }
}

package io.deltarule.op;

import io.deltarule.graph.Node;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import java.util.List;

/** A value that the host writes before each run. */
public record Placeholder(String inputName, TensorType type) implements Op {
  @Override
  public String name() {
    return "input";
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Op.requireInputs(inputs, 0);
    return List.of(type);
  }

  @Override
  public List<Value> gradient(Node node, List<Value> upstream) {
    return List.of();
  }
}

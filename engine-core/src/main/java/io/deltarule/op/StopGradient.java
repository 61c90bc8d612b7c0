package io.deltarule.op;

import io.deltarule.graph.Node;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import java.util.Collections;
import java.util.List;

/** The same value, through which no gradient flows. Compiles to nothing. */
public record StopGradient() implements Op {
  @Override
  public String name() {
    return "stop_gradient";
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Op.requireInputs(inputs, 1);
    return inputs;
  }

  @Override
  public List<Value> gradient(Node node, List<Value> upstream) {
    return Collections.singletonList(null);
  }
}

package io.deltarule.op;

import io.deltarule.graph.Node;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The first input unchanged, not before the second is known. What is computed from a barrier is not
 * merged with the same computation elsewhere: this is how rematerialised segments run again in the
 * backward pass instead of keeping their results.
 */
public record Barrier() implements Op {
  @Override
  public String name() {
    return "barrier";
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Op.requireInputs(inputs, 2);
    return inputs.subList(0, 1);
  }

  @Override
  public List<Value> gradient(Node node, List<Value> upstream) {
    List<Value> gradients = new ArrayList<>(Collections.nCopies(2, null));
    gradients.set(0, upstream.get(0));
    return gradients;
  }
}

package io.deltarule.graph;

import io.deltarule.op.Op;
import java.util.ArrayList;
import java.util.List;

/**
 * An operation applied to values: one vertex of a graph. Immutable; made by {@link Graph#apply}.
 */
public final class Node {
  private final Graph graph;
  private final int id;
  private final String scope;
  private final Op op;
  private final List<Value> inputs;
  private final List<Value> outputs;

  Node(Graph graph, int id, String scope, Op op, List<Value> inputs, List<TensorType> types) {
    this.graph = graph;
    this.id = id;
    this.scope = scope;
    this.op = op;
    this.inputs = List.copyOf(inputs);
    List<Value> values = new ArrayList<>(types.size());
    for (int i = 0; i < types.size(); i++) {
      values.add(new Value(this, i, types.get(i)));
    }
    this.outputs = List.copyOf(values);
  }

  public Graph graph() {
    return graph;
  }

  /** The position in the graph: inputs have smaller ids than their users. */
  public int id() {
    return id;
  }

  /**
   * The dotted name of the layer or phase that made this node, such as {@code encoder.fc1}; may be
   * empty.
   */
  public String scope() {
    return scope;
  }

  public Op op() {
    return op;
  }

  public List<Value> inputs() {
    return inputs;
  }

  public Value input(int index) {
    return inputs.get(index);
  }

  public List<Value> outputs() {
    return outputs;
  }

  public Value output(int index) {
    return outputs.get(index);
  }

  /** Operation and scope for messages, such as {@code matmul in 'encoder.fc1'}. */
  public String describe() {
    return scope.isEmpty() ? op.name() : op.name() + " in '" + scope + "'";
  }

  @Override
  public String toString() {
    return "%"
        + id
        + " = "
        + op.name()
        + " "
        + inputs
        + " -> "
        + outputs.stream().map(Value::type).toList()
        + (scope.isEmpty() ? "" : "  # " + scope);
  }
}

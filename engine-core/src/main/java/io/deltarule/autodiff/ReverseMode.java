package io.deltarule.autodiff;

import io.deltarule.graph.Graph;
import io.deltarule.graph.Node;
import io.deltarule.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reverse-mode differentiation (back-propagation; Rumelhart, Hinton and Williams 1986) of a graph,
 * giving graph. Since gradients are made of ordinary operations they can be differentiated again.
 */
public final class ReverseMode {
  private final Graph graph;
  private final boolean[] depends;
  private final Map<Value, Value> gradients = new HashMap<>();

  private ReverseMode(Graph graph, List<Value> wrt) {
    this.graph = graph;
    this.depends = Reachability.from(graph, wrt);
  }

  /**
   * The gradients of a scalar with respect to some values of its graph.
   *
   * @param loss a floating-point value of one element
   * @param wrt floating-point values that the loss depends on
   * @return for each of {@code wrt}, d loss / d value, of its shape
   * @throws IllegalArgumentException if the loss has several elements, or if one of {@code wrt}
   *     does not reach the loss: the message names it and where the path breaks
   */
  public static List<Value> gradients(Value loss, List<Value> wrt) {
    if (loss.shape().elementCount() != 1 || !loss.dtype().isFloating()) {
      throw new IllegalArgumentException(
          "gradient of "
              + loss.node().describe()
              + ": the loss must be one FLOAT32 number, got "
              + loss.type()
              + "; reduce it with mean() or sum(), or give upstream gradients");
    }
    List<Value> found = gradients(List.of(loss), List.of(loss.graph().full(loss.shape(), 1)), wrt);
    for (int i = 0; i < found.size(); i++) {
      if (found.get(i) == null) {
        throw new IllegalArgumentException(BrokenPath.explain(loss, wrt.get(i)));
      }
    }
    return found;
  }

  /**
   * The vector-Jacobian product: the gradients of {@code sum_i <upstream_i, outputs_i>}, null for a
   * value that no gradient reaches.
   *
   * @param outputs the values that are differentiated
   * @param upstream the gradient with respect to each, of its shape
   * @param wrt the values to differentiate by
   */
  public static List<Value> gradients(List<Value> outputs, List<Value> upstream, List<Value> wrt) {
    ReverseMode pass = new ReverseMode(outputs.get(0).graph(), wrt);
    int last = -1;
    for (int i = 0; i < outputs.size(); i++) {
      pass.accumulate(outputs.get(i), upstream.get(i));
      last = Math.max(last, outputs.get(i).node().id());
    }
    for (int id = last; id >= 0; id--) {
      pass.visit(pass.graph.nodes().get(id));
    }
    // Not List.of: a value that no gradient reaches gives null.
    List<Value> found = new ArrayList<>();
    wrt.forEach(value -> found.add(pass.gradients.get(value)));
    return found;
  }

  private void visit(Node node) {
    List<Value> upstream = new ArrayList<>();
    for (Value output : node.outputs()) {
      upstream.add(gradients.get(output));
    }
    boolean reached = upstream.stream().anyMatch(g -> g != null);
    if (!reached || !depends[node.id()] || node.inputs().isEmpty()) {
      return;
    }
    List<Value> contributions =
        graph.inScope(backwardScope(node), () -> node.op().gradient(node, upstream));
    for (int i = 0; i < contributions.size(); i++) {
      Value input = node.input(i);
      if (contributions.get(i) != null && depends[input.node().id()]) {
        accumulate(input, contributions.get(i));
      }
    }
  }

  private static String backwardScope(Node node) {
    return node.scope().isEmpty() ? "backward" : node.scope() + ".backward";
  }

  private void accumulate(Value value, Value gradient) {
    if (!gradient.shape().equals(value.shape())) {
      throw new IllegalArgumentException(
          "gradient of "
              + value.node().describe()
              + " must have its shape "
              + value.shape()
              + ", got "
              + gradient.shape()
              + "; the gradient rule of its user is wrong");
    }
    gradients.merge(value, gradient, Value::add);
  }
}

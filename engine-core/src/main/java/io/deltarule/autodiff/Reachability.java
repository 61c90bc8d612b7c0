package io.deltarule.autodiff;

import io.deltarule.graph.Graph;
import io.deltarule.graph.Node;
import io.deltarule.graph.Value;
import java.util.List;

/** Which nodes depend on some values. */
final class Reachability {
  private Reachability() {}

  /** For each node of the graph, by id: whether it makes one of the values or depends on one. */
  static boolean[] from(Graph graph, List<Value> values) {
    boolean[] depends = new boolean[graph.nodes().size()];
    values.forEach(value -> depends[value.node().id()] = true);
    for (Node node : graph.nodes()) {
      for (Value input : node.inputs()) {
        depends[node.id()] |= depends[input.node().id()];
      }
    }
    return depends;
  }
}

package io.deltarule.autodiff;

import io.deltarule.graph.Graph;
import io.deltarule.graph.Node;
import io.deltarule.graph.Value;
import io.deltarule.op.Placeholder;
import io.deltarule.op.ReadVariable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds and words the reason why a value receives no gradient from a loss. */
final class BrokenPath {
  private BrokenPath() {}

  static String explain(Value loss, Value value) {
    Graph graph = loss.graph();
    boolean[] depends = Reachability.from(graph, List.of(value));
    if (depends[loss.node().id()]) {
      return name(value)
          + " receives no gradient from the loss: every path is cut, at "
          + String.join(", ", cuts(loss, depends, value))
          + "; remove the cut, or don't ask for this gradient";
    }
    Set<String> ends = new LinkedHashSet<>();
    boolean[] used = new boolean[graph.nodes().size()];
    graph.nodes().forEach(n -> n.inputs().forEach(input -> used[input.node().id()] = true));
    for (Node node : graph.nodes()) {
      if (depends[node.id()] && !used[node.id()] && node != value.node()) {
        ends.add(node.describe());
      }
    }
    return name(value)
        + " does not reach the loss: "
        + (ends.isEmpty()
            ? "no operation uses it"
            : "its last users are " + String.join(", ", ends))
        + "; use it on the way to the loss, or don't ask for this gradient";
  }

  /**
   * The operations between value and loss that pass no gradient to an input which depends on the
   * value.
   */
  private static List<String> cuts(Value loss, boolean[] depends, Value value) {
    Set<String> cuts = new LinkedHashSet<>();
    boolean[] reached = new boolean[depends.length];
    reached[loss.node().id()] = true;
    for (int id = loss.node().id(); id > value.node().id(); id--) {
      Node node = loss.graph().nodes().get(id);
      if (!reached[id] || !depends[id]) {
        continue;
      }
      List<Value> upstream = new ArrayList<>();
      node.outputs().forEach(o -> upstream.add(o.dtype().isFloating() ? o : null));
      List<Value> gradients =
          upstream.stream().allMatch(u -> u == null)
              ? java.util.Collections.nCopies(node.inputs().size(), null)
              : node.op().gradient(node, upstream);
      for (int i = 0; i < gradients.size(); i++) {
        Node input = node.input(i).node();
        boolean integer = !node.input(i).dtype().isFloating();
        if (gradients.get(i) != null || integer) {
          // Integers have no gradient: the cut is where they are made.
          reached[input.id()] = true;
        } else if (depends[input.id()]) {
          cuts.add(node.describe());
        }
      }
    }
    return List.copyOf(cuts);
  }

  private static String name(Value value) {
    if (value.node().op() instanceof ReadVariable read) {
      return "variable '" + read.variable().name() + "'";
    }
    if (value.node().op() instanceof Placeholder input) {
      return "input '" + input.inputName() + "'";
    }
    return value.node().describe();
  }
}

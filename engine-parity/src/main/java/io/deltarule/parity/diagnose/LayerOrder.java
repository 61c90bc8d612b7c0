package io.deltarule.parity.diagnose;

import io.deltarule.graph.Computation;
import io.deltarule.graph.Node;
import io.deltarule.layer.ParameterLayout;
import io.deltarule.op.CustomGradient;
import io.deltarule.op.StopGradient;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** In which order the loss uses the layers that have parameters, and what lies between them. */
final class LayerOrder {
  private static final String PARAMETERS = "parameters.";

  private final List<Node> forward;
  private final List<String> layers;
  private final Map<String, Integer> firstUse = new LinkedHashMap<>();
  private final Map<String, Integer> lastUse = new LinkedHashMap<>();

  private LayerOrder(Computation gradients, ParameterLayout layout) {
    Node loss = gradients.outputs().get("loss").node();
    forward = gradients.graph().nodes().subList(0, loss.id() + 1);
    for (Node node : forward) {
      node.inputs().forEach(input -> use(input.node().scope(), node));
    }
    Set<String> names = new LinkedHashSet<>();
    layout.entries().forEach(entry -> names.add(ParameterCheck.layerOf(entry.name())));
    layers = new ArrayList<>(names);
    layers.sort(Comparator.comparing(name -> firstUse.getOrDefault(name, forward.size())));
  }

  private void use(String scope, Node user) {
    if (scope.startsWith(PARAMETERS) && !user.scope().equals(scope)) {
      String layer = ParameterCheck.layerOf(scope.substring(PARAMETERS.length()));
      firstUse.putIfAbsent(layer, user.id());
      lastUse.put(layer, user.id());
    }
  }

  /** The order of a graph that {@code Training.gradientComputation} made. */
  static LayerOrder of(Computation gradients, ParameterLayout layout) {
    return new LayerOrder(gradients, layout);
  }

  /** The layers that have parameters of their own, in forward order. */
  List<String> layers() {
    return layers;
  }

  /**
   * The operations between two layers, as operation and scope, rules of the user's own first; null
   * stands for the loss.
   */
  List<String> between(String layer, String next) {
    int from = lastUse.getOrDefault(layer, 0);
    int to = next == null ? forward.size() : firstUse.getOrDefault(next, forward.size());
    Set<String> told = new LinkedHashSet<>();
    Set<String> others = new LinkedHashSet<>();
    for (int id = from + 1; id < to; id++) {
      Node node = forward.get(id);
      if (node.op() instanceof CustomGradient) {
        told.add(node.describe() + " (a gradient rule of your own: look there first)");
      } else if (node.op() instanceof StopGradient) {
        told.add(node.describe());
      } else if (!node.scope().isEmpty() && !node.scope().startsWith(PARAMETERS)) {
        others.add("'" + node.scope() + "'");
      }
    }
    return new ArrayList<>(told.isEmpty() ? others : told);
  }
}

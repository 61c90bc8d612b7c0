package io.deltarule.graph;

import io.deltarule.op.Placeholder;
import io.deltarule.op.ReadVariable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a program wants of a graph: named outputs, and assignments to variables. This is what the
 * compiler transforms and the planner lays out.
 *
 * @param graph the graph
 * @param outputs the values that the host reads after a run, by name
 * @param assignments the new values of variables
 */
public record Computation(Graph graph, Map<String, Value> outputs, List<Assignment> assignments) {
  public Computation {
    outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
    assignments = List.copyOf(assignments);
    for (Value value : roots(outputs, assignments)) {
      if (value.graph() != graph) {
        throw new IllegalArgumentException(
            "computation: value " + value + " belongs to another graph");
      }
    }
  }

  /** A computation without assignments. */
  public static Computation of(Map<String, Value> outputs) {
    return new Computation(outputs.values().iterator().next().graph(), outputs, List.of());
  }

  /** The values that outputs and assignments ask for. */
  public List<Value> roots() {
    return roots(outputs, assignments);
  }

  private static List<Value> roots(Map<String, Value> outputs, List<Assignment> assignments) {
    List<Value> roots = new ArrayList<>(outputs.values());
    assignments.forEach(assignment -> roots.add(assignment.value()));
    return roots;
  }

  /** The nodes that the roots need, inputs before users. */
  public List<Node> liveNodes() {
    BitSet live = new BitSet(graph.nodes().size());
    roots().forEach(root -> live.set(root.node().id()));
    for (int id = live.length() - 1; id >= 0; id--) {
      if (live.get(id)) {
        graph.nodes().get(id).inputs().forEach(input -> live.set(input.node().id()));
      }
    }
    return live.stream().mapToObj(graph.nodes()::get).toList();
  }

  /** The live placeholders by name, in graph order. */
  public Map<String, Value> placeholders() {
    Map<String, Value> placeholders = new LinkedHashMap<>();
    for (Node node : liveNodes()) {
      if (node.op() instanceof Placeholder placeholder
          && placeholders.put(placeholder.inputName(), node.output(0)) != null) {
        throw new IllegalArgumentException(
            "computation: two placeholders are named '"
                + placeholder.inputName()
                + "'; rename one");
      }
    }
    return placeholders;
  }

  /** The variables read or assigned, in the order of first use. */
  public Set<Variable> variables() {
    Set<Variable> variables = new LinkedHashSet<>();
    for (Node node : liveNodes()) {
      if (node.op() instanceof ReadVariable read) {
        variables.add(read.variable());
      }
    }
    assignments.forEach(assignment -> variables.add(assignment.variable()));
    return variables;
  }
}

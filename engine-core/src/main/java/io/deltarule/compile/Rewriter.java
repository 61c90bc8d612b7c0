package io.deltarule.compile;

import io.deltarule.graph.Assignment;
import io.deltarule.graph.Computation;
import io.deltarule.graph.Graph;
import io.deltarule.graph.Node;
import io.deltarule.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rebuilds a computation in a new graph, one live node after the other, and keeps track of which
 * new value stands for which old one. Dead nodes are left behind.
 *
 * <p>The order of the new nodes is the schedule, so a pass adds each where its original was.
 */
abstract class Rewriter {
  private final Computation source;
  private final Graph target = new Graph();
  private final Map<Value, Value> replacements = new HashMap<>();

  Rewriter(Computation source) {
    this.source = source;
  }

  /** The computation that is being rebuilt. */
  final Computation source() {
    return source;
  }

  /** The graph that is being built. */
  final Graph target() {
    return target;
  }

  /** Adds what stands for a node, in its scope, and says so by {@link #replace}. */
  abstract void rewrite(Node node);

  /** Rewrites every live node and then the outputs and assignments. */
  final Computation run() {
    source.liveNodes().forEach(this::rewriteInScope);
    return finish();
  }

  final void rewriteInScope(Node node) {
    target.inScope(
        node.scope(),
        () -> {
          rewrite(node);
          return node;
        });
  }

  /** The computation over the values that stand for the old outputs and assigned values. */
  final Computation finish() {
    Map<String, Value> outputs = new LinkedHashMap<>();
    source.outputs().forEach((name, value) -> outputs.put(name, valueOf(value)));
    List<Assignment> assignments = new ArrayList<>();
    for (Assignment a : source.assignments()) {
      assignments.add(new Assignment(a.variable(), a.offset(), valueOf(a.value())));
    }
    return new Computation(target, outputs, assignments);
  }

  /** Adds the same operation over what stands for its inputs. */
  final void copy(Node node) {
    replaceAll(node, target.apply(node.op(), inputsOf(node)));
  }

  /** Says that the outputs of a new node stand for those of an old one. */
  final void replaceAll(Node old, Node replacement) {
    for (int i = 0; i < old.outputs().size(); i++) {
      replace(old.output(i), replacement.output(i));
    }
  }

  /** Says that a new value stands for an old one. */
  final void replace(Value old, Value replacement) {
    if (!old.type().equals(replacement.type())) {
      throw new IllegalStateException(
          "compile: "
              + old
              + " "
              + old.type()
              + " of "
              + old.node().describe()
              + " cannot become a value of type "
              + replacement.type()
              + "; the pass is wrong, please report it");
    }
    replacements.put(old, replacement);
  }

  /** True if something stands for the value already. */
  final boolean isReplaced(Value old) {
    return replacements.containsKey(old);
  }

  /** What stands for an old value. */
  Value valueOf(Value old) {
    return replacements.get(old);
  }

  /** What stands for the inputs of an old node. */
  final List<Value> inputsOf(Node node) {
    return node.inputs().stream().map(this::valueOf).toList();
  }
}

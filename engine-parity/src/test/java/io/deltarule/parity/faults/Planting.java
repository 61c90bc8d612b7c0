package io.deltarule.parity.faults;

import io.deltarule.graph.Computation;
import io.deltarule.graph.Graph;
import io.deltarule.graph.Node;
import io.deltarule.graph.Value;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Copies of a computation that are wrong in one place. */
final class Planting {
  /** The first output of what comes in the place of a node of as many outputs. */
  @FunctionalInterface
  interface Wrong {
    /**
     * Builds it in the new graph.
     *
     * @param node the node as it was
     * @param inputs what stands for its inputs in the new graph
     */
    Value of(Node node, List<Value> inputs);
  }

  private final Computation source;
  private final Graph target = new Graph();
  private final Map<Value, Value> copies = new HashMap<>();

  private Planting(Computation source) {
    this.source = source;
  }

  /** The computation with something else in the place of a node. */
  static Computation atNode(Computation source, Node site, Wrong wrong) {
    Planting planting = new Planting(source);
    planting.copy(site, wrong);
    return planting.outputs(null, value -> value);
  }

  /** The computation with something else made of one of its outputs. */
  static Computation atOutput(Computation source, String output, UnaryOperator<Value> wrong) {
    Planting planting = new Planting(source);
    planting.copy(null, null);
    return planting.outputs(output, wrong);
  }

  private void copy(Node site, Wrong wrong) {
    for (Node node : source.liveNodes()) {
      List<Value> inputs = node.inputs().stream().map(copies::get).toList();
      if (node == site) {
        Value first = wrong.of(node, inputs);
        put(node.output(0), first);
        for (int i = 1; i < node.outputs().size(); i++) {
          put(node.output(i), first.node().output(i));
        }
      } else {
        Node copy = target.apply(node.op(), inputs);
        for (int i = 0; i < copy.outputs().size(); i++) {
          put(node.output(i), copy.output(i));
        }
      }
    }
  }

  private void put(Value old, Value copy) {
    if (!old.type().equals(copy.type())) {
      throw new IllegalArgumentException(
          "fault in "
              + old.node()
              + " must keep its type "
              + old.type()
              + ", gives "
              + copy.type());
    }
    copies.put(old, copy);
  }

  private Computation outputs(String wrongOutput, UnaryOperator<Value> wrong) {
    Map<String, Value> outputs = new LinkedHashMap<>();
    source
        .outputs()
        .forEach(
            (name, value) -> {
              Value copy = copies.get(value);
              outputs.put(name, name.equals(wrongOutput) ? wrong.apply(copy) : copy);
            });
    return Computation.of(outputs);
  }
}

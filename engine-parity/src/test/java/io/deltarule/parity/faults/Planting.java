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
  /** What comes in the place of the outputs of a node; the first of them stands for all. */
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
        plant(node, wrong.of(node, inputs));
      } else {
        Node copy = target.apply(node.op(), inputs);
        for (int i = 0; i < copy.outputs().size(); i++) {
          put(node.output(i), copy.output(i));
        }
      }
    }
  }

  /** Where the node has several outputs, so has what comes in its place. */
  private void plant(Node old, Value wrong) {
    put(old.output(0), wrong);
    for (int i = 1; i < old.outputs().size(); i++) {
      put(old.output(i), wrong.node().output(i));
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

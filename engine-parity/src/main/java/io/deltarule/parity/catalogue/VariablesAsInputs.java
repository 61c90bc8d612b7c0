package io.deltarule.parity.catalogue;

import io.deltarule.graph.Assignment;
import io.deltarule.graph.Computation;
import io.deltarule.graph.Node;
import io.deltarule.graph.Value;
import io.deltarule.op.Placeholder;
import io.deltarule.op.ReadVariable;
import io.deltarule.parity.OpCase;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Rebuilds what is assigned to variables as values of a case: variables and placeholders become the
 * case's inputs of the same names.
 */
final class VariablesAsInputs {
  private VariablesAsInputs() {}

  /** The values of some assignments, in the graph of the inputs. */
  static List<Value> values(List<Assignment> assignments, OpCase.Inputs inputs) {
    Computation source = new Computation(assignments.get(0).value().graph(), Map.of(), assignments);
    Map<Value, Value> rebuilt = new HashMap<>();
    for (Node node : source.liveNodes()) {
      if (node.op() instanceof ReadVariable read) {
        rebuilt.put(node.output(0), inputs.get(read.variable().name()));
      } else if (node.op() instanceof Placeholder placeholder) {
        rebuilt.put(node.output(0), inputs.get(placeholder.inputName()));
      } else {
        copy(node, rebuilt, inputs);
      }
    }
    return assignments.stream().map(a -> rebuilt.get(a.value())).toList();
  }

  private static void copy(Node node, Map<Value, Value> rebuilt, OpCase.Inputs inputs) {
    List<Value> arguments = node.inputs().stream().map(rebuilt::get).toList();
    Node copy = inputs.get("parameters").graph().apply(node.op(), arguments);
    for (int i = 0; i < copy.outputs().size(); i++) {
      rebuilt.put(node.output(i), copy.output(i));
    }
  }
}

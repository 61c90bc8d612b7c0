package io.deltarule.parity.plan;

import io.deltarule.backend.Engine;
import io.deltarule.graph.Assignment;
import io.deltarule.graph.Computation;
import io.deltarule.graph.Graph;
import io.deltarule.graph.Node;
import io.deltarule.graph.Value;
import io.deltarule.graph.Variable;
import io.deltarule.op.Op;
import io.deltarule.op.Placeholder;
import io.deltarule.op.ReadVariable;
import io.deltarule.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a computation means, found without planning it: every node is run by itself, on the results
 * of its inputs, and the assignments take effect together at the end.
 */
final class NodeByNode {
  private final Engine engine;
  private final Map<Variable, double[]> variables;

  NodeByNode(Engine engine, Map<Variable, double[]> variables) {
    this.engine = engine;
    this.variables = new HashMap<>(variables);
  }

  /** Runs a step: gives its outputs, and sets its variables. */
  Map<String, Tensor> run(Computation computation, Map<String, Tensor> inputs) {
    Map<Value, Tensor> results = new HashMap<>();
    for (Node node : computation.liveNodes()) {
      if (node.op() instanceof Placeholder placeholder) {
        results.put(node.output(0), inputs.get(placeholder.inputName()));
      } else if (node.op() instanceof ReadVariable read) {
        double[] value = variables.get(read.variable()).clone();
        results.put(node.output(0), Tensor.of(node.output(0).shape(), value));
      } else {
        List<Tensor> arguments = node.inputs().stream().map(results::get).toList();
        List<Tensor> outputs = apply(node.op(), node.inputs(), arguments);
        node.outputs().forEach(output -> results.put(output, outputs.get(output.index())));
      }
    }
    for (Assignment assignment : computation.assignments()) {
      double[] part = results.get(assignment.value()).doubles();
      double[] whole = variables.get(assignment.variable());
      System.arraycopy(part, 0, whole, (int) assignment.offset(), part.length);
    }
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    computation.outputs().forEach((name, value) -> outputs.put(name, results.get(value)));
    return outputs;
  }

  double[] variable(Variable variable) {
    return variables.get(variable);
  }

  private List<Tensor> apply(Op op, List<Value> inputs, List<Tensor> arguments) {
    Graph graph = new Graph();
    Map<String, Tensor> values = new LinkedHashMap<>();
    List<Value> placeholders = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      placeholders.add(graph.placeholder("in" + i, inputs.get(i).type()));
      values.put("in" + i, arguments.get(i));
    }
    Map<String, Value> outputs = new LinkedHashMap<>();
    for (Value output : graph.apply(op, placeholders).outputs()) {
      outputs.put("out" + output.index(), output);
    }
    try (var state = engine.newState();
        var executable = engine.compile(Computation.of(outputs), state)) {
      return List.copyOf(executable.run(values).values());
    }
  }
}

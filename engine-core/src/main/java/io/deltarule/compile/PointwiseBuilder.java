package io.deltarule.compile;

import io.deltarule.expr.Expr;
import io.deltarule.graph.Graph;
import io.deltarule.graph.Node;
import io.deltarule.graph.Value;
import io.deltarule.op.Pointwise;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Gathers the inputs of a pointwise operation, each once, and adds it without those that nothing
 * uses.
 */
final class PointwiseBuilder {
  private final Graph graph;
  private final Map<Value, Expr> inputs = new LinkedHashMap<>();
  private final List<Value> values = new ArrayList<>();

  PointwiseBuilder(Graph graph) {
    this.graph = graph;
  }

  /** The expression for an element of a value. */
  Expr input(Value value) {
    Expr known = inputs.get(value);
    if (known == null) {
      known = Pointwise.inputFor(values.size(), value);
      inputs.put(value, known);
      values.add(value);
    }
    return known;
  }

  /**
   * The values of expressions over the inputs, broadcast to a shape. Those that compute are outputs
   * of one operation; an input or a constant needs none.
   */
  List<Value> build(List<Expr> expressions, Shape shape) {
    Value[] results = new Value[expressions.size()];
    List<Expr> computed = new ArrayList<>();
    for (int i = 0; i < results.length; i++) {
      Expr expr = expressions.get(i);
      if (expr instanceof Expr.Input input) {
        results[i] = values.get(input.index());
      } else if (ExprFolding.isConstant(expr)) {
        results[i] = constant(expr);
      } else if (!computed.contains(expr)) {
        computed.add(expr);
      }
    }
    Node node = computed.isEmpty() ? null : add(computed);
    for (int i = 0; i < results.length; i++) {
      if (results[i] == null) {
        results[i] = node.output(computed.indexOf(expressions.get(i)));
      }
    }
    return Arrays.stream(results).map(value -> value.broadcastTo(shape)).toList();
  }

  private Value constant(Expr expr) {
    return expr instanceof Expr.IntConst integer
        ? graph.constant(Tensor.scalar(integer.value()))
        : graph.constant(((Expr.Const) expr).value());
  }

  private Node add(List<Expr> expressions) {
    Set<Expr.Input> used = new HashSet<>();
    Set<Expr> seen = new HashSet<>();
    expressions.forEach(expr -> collectInputs(expr, seen, used));
    List<Value> operands = new ArrayList<>();
    List<Expr> renumbered = new ArrayList<>();
    for (Expr input : inputs.values()) {
      renumbered.add(input);
      if (used.contains(input)) {
        Value value = values.get(renumbered.size() - 1);
        renumbered.set(renumbered.size() - 1, Pointwise.inputFor(operands.size(), value));
        operands.add(value);
      }
    }
    ExprFolding folding = new ExprFolding(renumbered);
    return graph.apply(new Pointwise(expressions.stream().map(folding::fold).toList()), operands);
  }

  private static void collectInputs(Expr expr, Set<Expr> seen, Set<Expr.Input> inputs) {
    if (expr instanceof Expr.Input input) {
      inputs.add(input);
    } else if (seen.add(expr)) {
      expr.operands().forEach(operand -> collectInputs(operand, seen, inputs));
    }
  }
}

package io.deltarule.parity.faults;

import io.deltarule.expr.Expr;
import io.deltarule.expr.ScalarType;
import io.deltarule.graph.Computation;
import io.deltarule.graph.Node;
import io.deltarule.graph.Value;
import io.deltarule.op.AttentionGradient;
import io.deltarule.op.Broadcast;
import io.deltarule.op.MatMul;
import io.deltarule.op.Pad;
import io.deltarule.op.Pointwise;
import io.deltarule.op.Reduce;
import io.deltarule.op.Slice;
import io.deltarule.op.Transpose;
import io.deltarule.parity.OpCase;
import io.deltarule.parity.faults.ExpressionFaults.WrongExpression;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Wrong gradient rules: every computation that differs from the gradient of a case by one fault in
 * one place. A fault that changes nothing there, such as the transposition of one row, is not
 * planted.
 */
final class GradientFaults {
  /**
   * A gradient with a fault.
   *
   * @param fault the kind of fault
   * @param site what it is in, the same for cases that differ in sizes only
   * @param where the node or output that it is in
   * @param gradient builds the wrong gradient
   */
  record WrongGradient(String fault, String site, String where, Supplier<Computation> gradient) {}

  private static final int MOST_IN_ONE_EXPRESSION = 60;

  private final Computation right;
  private final List<WrongGradient> found = new ArrayList<>();

  private GradientFaults(Computation right) {
    this.right = right;
  }

  static List<WrongGradient> of(OpCase opCase) {
    Computation right = opCase.gradient().computation();
    GradientFaults faults = new GradientFaults(right);
    right.outputs().forEach(faults::output);
    // The gradient's own nodes come after those of the case and its upstream gradients.
    Computation forward = opCase.computation();
    long upstream = forward.outputs().values().stream().filter(y -> y.dtype().isFloating()).count();
    long first = forward.graph().nodes().size() + upstream;
    right.liveNodes().stream().filter(node -> node.id() >= first).forEach(faults::node);
    return List.copyOf(faults.found);
  }

  private void output(String name, Value value) {
    if (value.shape().elementCount() == 0) {
      return;
    }
    output("sign", name, () -> Planting.atOutput(right, name, Value::neg));
    output("factor 2", name, () -> Planting.atOutput(right, name, y -> y.mul(2)));
    output(
        "missing gradient",
        name,
        () -> Planting.atOutput(right, name, y -> y.graph().zerosLike(y)));
    output(
        "infinity",
        name,
        () -> Planting.atOutput(right, name, y -> y.add(Double.POSITIVE_INFINITY)));
    output("NaN", name, () -> Planting.atOutput(right, name, y -> y.mul(Double.NaN)));
  }

  private void output(String fault, String name, Supplier<Computation> wrong) {
    found.add(new WrongGradient(fault, "output " + name, "output " + name, wrong));
  }

  private void node(Node node) {
    if (node.output(0).shape().elementCount() == 0) {
      return;
    }
    if (node.op() instanceof Pointwise pointwise) {
      pointwise(node, pointwise);
    } else if (node.op() instanceof MatMul matMul) {
      MatMulFaults.of(matMul, node).forEach((fault, wrong) -> add(fault, node, wrong));
    } else if (node.op() instanceof Reduce reduce) {
      ReduceFaults.of(reduce, node).forEach((fault, wrong) -> add(fault, node, wrong));
    } else if (node.op() instanceof Slice slice) {
      LayoutFaults.slice(slice, node).forEach((fault, wrong) -> add(fault, node, wrong));
    } else if (node.op() instanceof Pad pad) {
      LayoutFaults.pad(pad, node).forEach((fault, wrong) -> add(fault, node, wrong));
    } else if (node.op() instanceof Transpose) {
      LayoutFaults.transpose(node).forEach((fault, wrong) -> add(fault, node, wrong));
    } else if (node.op() instanceof Broadcast) {
      LayoutFaults.broadcast(node).forEach((fault, wrong) -> add(fault, node, wrong));
    } else if (WindowFaults.isWindowed(node.op())) {
      WindowFaults.of(node).forEach((fault, wrong) -> add(fault, node, wrong));
    } else if (node.op() instanceof AttentionGradient gradient) {
      AttentionFaults.of(gradient).forEach((fault, wrong) -> add(fault, node, wrong));
    } else {
      IndexFaults.of(node).forEach((fault, wrong) -> add(fault, node, wrong));
      NormalizationFaults.of(node).forEach((fault, wrong) -> add(fault, node, wrong));
    }
  }

  private void pointwise(Node node, Pointwise pointwise) {
    Expr right = pointwise.expressions().get(0);
    if (pointwise.expressions().size() > 1 || right.type() != ScalarType.FLOAT) {
      return;
    }
    List<WrongExpression> wrong = ExpressionFaults.of(right);
    // In a very long expression one place is like another.
    int step = 1 + wrong.size() / MOST_IN_ONE_EXPRESSION;
    for (int i = 0; i < wrong.size(); i += step) {
      Expr expression = wrong.get(i).expression();
      String site = withoutNumbers(right) + ", place " + i;
      add(wrong.get(i).fault(), site, node, (old, in) -> apply(expression, in));
    }
  }

  private static Value apply(Expr expression, List<Value> in) {
    return in.get(0).graph().apply(new Pointwise(expression), in).output(0);
  }

  /** Lengths and counts occur in expressions as numbers; inputs are called x0, x1, ... */
  private static String withoutNumbers(Expr expression) {
    return expression.toString().replaceAll("(?<![x0-9.])[0-9.]+", "c");
  }

  private void add(String fault, Node node, Planting.Wrong wrong) {
    add(fault, node.op().name(), node, wrong);
  }

  private void add(String fault, String site, Node node, Planting.Wrong wrong) {
    Supplier<Computation> gradient = () -> Planting.atNode(right, node, wrong);
    found.add(new WrongGradient(fault, site, node.toString(), gradient));
  }
}

package io.deltarule.compile;

import io.deltarule.expr.Expr;
import io.deltarule.graph.Computation;
import io.deltarule.graph.Node;
import io.deltarule.graph.Value;
import io.deltarule.op.Broadcast;
import io.deltarule.op.Constant;
import io.deltarule.op.Pointwise;
import io.deltarule.op.Reshape;
import io.deltarule.op.Slice;
import io.deltarule.op.Transpose;
import io.deltarule.tensor.DType;
import java.util.ArrayList;
import java.util.List;

/**
 * Moves constants into expressions and broadcasts out of the way.
 *
 * <p>An input of a pointwise operation that holds one number everywhere becomes a constant of the
 * expression. An input that was broadcast is used as it was before: broadcasting is implicit there.
 * If the inputs that are left have a smaller shape together, the operation is done in that shape
 * and its result broadcast, which further operations then undo in turn.
 */
final class ConstantFolding extends Rewriter {
  private ConstantFolding(Computation source) {
    super(source);
  }

  static Computation apply(Computation computation) {
    return new ConstantFolding(computation).run();
  }

  @Override
  void rewrite(Node node) {
    if (!(node.op() instanceof Pointwise op)) {
      copy(node);
      return;
    }
    PointwiseBuilder builder = new PointwiseBuilder(target());
    List<Expr> arguments = new ArrayList<>();
    for (Value input : inputsOf(node)) {
      Expr constant = uniform(input);
      arguments.add(constant == null ? builder.input(beforeBroadcast(input)) : constant);
    }
    ExprFolding folding = new ExprFolding(arguments);
    List<Value> results =
        builder.build(
            op.expressions().stream().map(folding::fold).toList(), node.output(0).shape());
    for (int i = 0; i < results.size(); i++) {
      replace(node.output(i), results.get(i));
    }
  }

  private static Value beforeBroadcast(Value value) {
    Value origin = value;
    while (origin.node().op() instanceof Broadcast) {
      origin = origin.node().input(0);
    }
    return origin;
  }

  /** The constant that every element of a value is, or null. */
  private static Expr uniform(Value value) {
    Node node = value.node();
    while (node.op() instanceof Broadcast
        || node.op() instanceof Reshape
        || node.op() instanceof Slice
        || node.op() instanceof Transpose) {
      node = node.input(0).node();
    }
    if (!(node.op() instanceof Constant constant) || constant.value().shape().elementCount() != 1) {
      return null;
    }
    double number = constant.value().get(0);
    return value.dtype() == DType.INT32 ? Expr.constantInt((int) number) : Expr.constant(number);
  }
}

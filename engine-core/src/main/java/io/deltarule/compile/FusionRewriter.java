package io.deltarule.compile;

import io.deltarule.graph.Computation;
import io.deltarule.graph.Node;
import io.deltarule.graph.Value;
import io.deltarule.op.Reshape;
import io.deltarule.tensor.Shape;

/**
 * A rewriter to which reshapes are views: it looks through them, and makes them where they are
 * used.
 */
abstract class FusionRewriter extends Rewriter {
  FusionRewriter(Computation source) {
    super(source);
  }

  /** The value that a value is a reshape of. */
  static Value origin(Value value) {
    Value origin = value;
    while (origin.node().op() instanceof Reshape) {
      origin = origin.node().input(0);
    }
    return origin;
  }

  @Override
  final Value valueOf(Value old) {
    if (!isReplaced(old) && old.node().op() instanceof Reshape op) {
      Value view = valueOf(old.node().input(0));
      replace(old, target().inScope(old.node().scope(), () -> view.reshape(op.shape())));
    }
    return super.valueOf(old);
  }

  /**
   * What stands for an operand of a pointwise node, reshaped for a kernel that runs over a shape.
   */
  final Value view(Value input, Node node, Shape space) {
    Shape shape = BroadcastView.of(input.shape(), node.output(0).shape(), space);
    return valueOf(origin(input)).reshape(shape);
  }
}

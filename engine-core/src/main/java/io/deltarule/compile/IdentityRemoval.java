package io.deltarule.compile;

import io.deltarule.graph.Computation;
import io.deltarule.graph.Node;
import io.deltarule.graph.Value;
import io.deltarule.op.Broadcast;
import io.deltarule.op.Concat;
import io.deltarule.op.CustomGradient;
import io.deltarule.op.Op;
import io.deltarule.op.Pad;
import io.deltarule.op.Reduce;
import io.deltarule.op.Reshape;
import io.deltarule.op.Slice;
import io.deltarule.op.StopGradient;
import io.deltarule.op.Transpose;
import io.deltarule.tensor.Shape;
import java.util.List;

/**
 * Removes what gives back its input: marks for differentiation, and layout operations that change
 * nothing. What moves no element but changes the shape becomes a {@link Reshape}, of which chains
 * become one, because a reshape is a view. Consecutive transposes become one, and so do broadcasts.
 *
 * <p>Barriers stay: they keep rematerialised segments apart ({@link BarrierRemoval}).
 */
final class IdentityRemoval extends Rewriter {
  private IdentityRemoval(Computation source) {
    super(source);
  }

  static Computation apply(Computation computation) {
    return new IdentityRemoval(computation).run();
  }

  @Override
  void rewrite(Node node) {
    if (node.outputs().size() == 1 && !node.inputs().isEmpty()) {
      Value input = valueOf(node.input(0));
      Shape shape = node.output(0).shape();
      if (isMark(node.op()) || isView(node.op(), input.shape(), shape)) {
        replace(node.output(0), reshaped(input, shape));
        return;
      }
      if (node.op() instanceof Transpose second && input.node().op() instanceof Transpose first) {
        replace(node.output(0), transposed(input.node().input(0), first, second));
        return;
      }
      if (node.op() instanceof Broadcast && input.node().op() instanceof Broadcast) {
        replace(node.output(0), input.node().input(0).broadcastTo(shape));
        return;
      }
    }
    copy(node);
  }

  private static boolean isMark(Op op) {
    return op instanceof StopGradient || op instanceof CustomGradient;
  }

  /** True if the output is the input's elements in the same order. */
  private static boolean isView(Op op, Shape from, Shape to) {
    if (op instanceof Transpose transpose) {
      return keepsOrder(transpose.permutation(), from);
    }
    if (op instanceof Concat || op instanceof Pad || op instanceof Slice) {
      return from.equals(to);
    }
    if (op instanceof Reduce reduce) {
      return reduce.length(from) == 1 && reduce.kind() != Reduce.Kind.SUM_OF_SQUARES;
    }
    return op instanceof Reshape
        || (op instanceof Broadcast && from.elementCount() == to.elementCount());
  }

  /** True if the axes that hold more than one element stay in their order. */
  private static boolean keepsOrder(List<Integer> permutation, Shape shape) {
    int last = -1;
    for (int axis : permutation) {
      if (shape.dim(axis) != 1) {
        if (axis < last) {
          return false;
        }
        last = axis;
      }
    }
    return true;
  }

  /** A reshape of what the value is a reshape of. */
  private Value reshaped(Value value, Shape shape) {
    Value origin = value;
    while (origin.node().op() instanceof Reshape) {
      origin = origin.node().input(0);
    }
    return value.shape().equals(shape) ? value : origin.reshape(shape);
  }

  private Value transposed(Value input, Transpose first, Transpose second) {
    List<Integer> both = second.permutation().stream().map(first.permutation()::get).toList();
    Shape shape = Shape.of(both.stream().map(input.shape()::dim).toList());
    return keepsOrder(both, input.shape())
        ? reshaped(input, shape)
        : target().apply(new Transpose(both), input);
  }
}

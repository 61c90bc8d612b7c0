package io.deltarule.compile;

import io.deltarule.graph.Computation;
import io.deltarule.graph.Node;
import io.deltarule.graph.Value;
import io.deltarule.op.Broadcast;
import io.deltarule.op.MatMul;
import io.deltarule.op.Reshape;
import io.deltarule.op.Transpose;
import io.deltarule.tensor.Shape;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Lets matrix products read their operands as they are stored. A transpose of an operand's last two
 * axes becomes a flag, also under a reshape or broadcast of the leading axes alone, and a broadcast
 * of leading axes is left to the product. A transposed product is the product of the transposed
 * operands in reverse, {@code (A B)^T = B^T A^T}, if nobody needs it untransposed.
 */
final class TransposeFolding extends Rewriter {
  private record Operand(Value value, boolean transposed) {}

  private final Set<Value> usedAsIs = new HashSet<>();

  private TransposeFolding(Computation source) {
    super(source);
    usedAsIs.addAll(source.roots());
    for (Node node : source.liveNodes()) {
      if (!exchangesLastAxes(node)) {
        usedAsIs.addAll(node.inputs());
      }
    }
  }

  static Computation apply(Computation computation) {
    return new TransposeFolding(computation).run();
  }

  @Override
  void rewrite(Node node) {
    if (node.op() instanceof MatMul op && op.epilogue().isEmpty()) {
      Shape batch = MatMul.batch(node.output(0).shape());
      Operand a = operand(valueOf(node.input(0)), op.transposeA());
      Operand b = operand(valueOf(node.input(1)), op.transposeB());
      a = withoutBroadcast(a, b.value.shape(), batch);
      b = withoutBroadcast(b, a.value.shape(), batch);
      replace(node.output(0), a.value.matmul(b.value, a.transposed, b.transposed));
    } else if (exchangesLastAxes(node)
        && node.input(0).node().op() instanceof MatMul
        && !usedAsIs.contains(node.input(0))) {
      Node product = valueOf(node.input(0)).node();
      MatMul op = (MatMul) product.op();
      MatMul reversed = new MatMul(!op.transposeB(), !op.transposeA());
      replace(node.output(0), target().apply(reversed, product.input(1), product.input(0)));
    } else {
      copy(node);
    }
  }

  private static boolean exchangesLastAxes(Node node) {
    if (!(node.op() instanceof Transpose transpose) || transpose.permutation().size() < 2) {
      return false;
    }
    List<Integer> permutation = transpose.permutation();
    int last = permutation.size() - 1;
    for (int axis = 0; axis < last - 1; axis++) {
      if (permutation.get(axis) != axis) {
        return false;
      }
    }
    return permutation.get(last) == last - 1;
  }

  /** Looks through transposes, and through reshapes that leave the matrices whole. */
  private Operand operand(Value value, boolean transposed) {
    Node node = value.node();
    if (exchangesLastAxes(node)) {
      return operand(node.input(0), !transposed);
    }
    if (node.op() instanceof Reshape && exchangesLastAxes(node.input(0).node())) {
      Value matrices = node.input(0).node().input(0);
      Shape shape = node.input(0).shape();
      if (matrix(value.shape()).equals(matrix(shape)) && shape.elementCount() > 0) {
        Shape direct = MatMul.batch(value.shape()).append(matrix(matrices.shape()));
        return operand(matrices.reshape(direct), !transposed);
      }
    }
    return new Operand(value, transposed);
  }

  private static Shape matrix(Shape shape) {
    return shape.rank() < 2 ? shape : shape.slice(shape.rank() - 2, shape.rank());
  }

  /**
   * The operand before its leading axes were broadcast, if the product has its shape all the same.
   */
  private Operand withoutBroadcast(Operand operand, Shape other, Shape batch) {
    Node node = operand.value.node();
    if (node.op() instanceof Broadcast && node.input(0).shape().rank() >= 2) {
      Shape input = node.input(0).shape();
      if (matrix(input).equals(matrix(operand.value.shape()))
          && Shape.broadcast(MatMul.batch(input), MatMul.batch(other)).equals(batch)) {
        return operand(node.input(0), operand.transposed);
      }
    }
    return operand;
  }
}

package io.deltarule.compile;

import io.deltarule.expr.BinaryOp;
import io.deltarule.expr.Expr;
import io.deltarule.graph.Computation;
import io.deltarule.graph.Node;
import io.deltarule.graph.Value;
import io.deltarule.op.Pointwise;
import io.deltarule.op.Reduce;
import io.deltarule.op.Reduce.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Sums squares without writing them to memory first: the sum or mean of {@code x * x} becomes a
 * {@link Kind#SUM_OF_SQUARES}, if nobody else needs the squares.
 *
 * <p>It goes before pointwise fusion, so that what is squared stays what its other users, such as
 * the gradient, read.
 */
final class SumsOfSquares extends Rewriter {
  private final Map<Value, Integer> uses = new HashMap<>();

  private SumsOfSquares(Computation source) {
    super(source);
    source.roots().forEach(root -> uses.merge(root, 1, Integer::sum));
    for (Node node : source.liveNodes()) {
      node.inputs().forEach(input -> uses.merge(input, 1, Integer::sum));
    }
  }

  static Computation apply(Computation computation) {
    return new SumsOfSquares(computation).run();
  }

  @Override
  void rewrite(Node node) {
    if (node.op() instanceof Reduce reduce
        && (reduce.kind() == Kind.SUM || reduce.kind() == Kind.MEAN)
        && uses.get(node.input(0)) == 1
        && isSquare(node.input(0))) {
      Value x = valueOf(node.input(0).node().input(0));
      Reduce squares = new Reduce(Kind.SUM_OF_SQUARES, reduce.axes(), reduce.keepDims());
      Value sum = target().apply(squares, x);
      boolean mean = reduce.kind() == Kind.MEAN;
      replace(node.output(0), mean ? sum.div((double) reduce.length(x.shape())) : sum);
    } else {
      copy(node);
    }
  }

  /** True if the value is its node's first input times itself, of the same shape and type. */
  private static boolean isSquare(Value value) {
    Node node = value.node();
    return node.op() instanceof Pointwise pointwise
        && pointwise.expressions().size() == 1
        && pointwise.expressions().get(0) instanceof Expr.Binary product
        && product.op() == BinaryOp.MUL
        && isFirstInput(product.left(), node.inputs())
        && isFirstInput(product.right(), node.inputs())
        && node.input(0).type().equals(value.type());
  }

  private static boolean isFirstInput(Expr factor, List<Value> inputs) {
    return factor instanceof Expr.Input input && inputs.get(input.index()).equals(inputs.get(0));
  }
}

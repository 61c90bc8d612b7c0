package io.deltarule.compile;

import io.deltarule.graph.Computation;
import io.deltarule.graph.Node;
import io.deltarule.graph.Value;
import io.deltarule.op.Gather;
import io.deltarule.op.MatMul;
import io.deltarule.op.Pointwise;
import io.deltarule.op.Reshape;
import io.deltarule.op.ScatterAdd;
import io.deltarule.op.Transpose;
import io.deltarule.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Multiplies the V rows of a table instead of the N rows that are gathered from it, where N is much
 * more: a product with one-hot rows may be taken in another order. With G the one-hot rows [N, V],
 * E the table [V, K], W [K, M] and D the gradient [N, M] of the product,
 *
 * <ul>
 *   <li>{@code (G E) W = G (E W)}: the product of the table is gathered, after a bias or another
 *       pointwise operation that is the same for all rows;
 *   <li>{@code (G E)^T D = E^T (G^T D)}: D is summed by the rows of the table, then multiplied;
 *   <li>{@code G^T (D W^T) = (G^T D) W^T}: so is the gradient of the table.
 * </ul>
 *
 * <p>That is what a small vocabulary's embedding before a recurrent or dense layer comes to. An
 * index that is out of range is reported as the embedding's; its position is that in the order in
 * which the rows were multiplied.
 */
final class GatheredProducts extends Rewriter {
  /** So much shorter a table must be than what is gathered from it. */
  private static final int FEWER = 2;

  /** The least K for which a product takes longer than moving its result. */
  private static final int LEAST_INNER = 16;

  /**
   * Rows that are those of a table that the indices name.
   *
   * @param scope of the gather, whose errors name it
   */
  private record Rows(Value table, Value indices, String scope) {}

  private final Map<Value, Integer> uses = new HashMap<>();

  /** Products of tables, gathered, in the new graph. */
  private final Set<Value> gathered = new HashSet<>();

  private GatheredProducts(Computation source) {
    super(source);
    source.roots().forEach(root -> uses.merge(root, 1, Integer::sum));
    for (Node node : source.liveNodes()) {
      node.inputs().forEach(input -> uses.merge(input, 1, Integer::sum));
    }
  }

  static Computation apply(Computation computation) {
    return new GatheredProducts(computation).run();
  }

  @Override
  void rewrite(Node node) {
    Value instead = null;
    if (isPlainProduct(node)) {
      instead = product(node);
    } else if (node.op() instanceof Pointwise) {
      instead = alongRows(node);
    } else if (node.op() instanceof ScatterAdd scatter && scatter.axis() == 0) {
      instead = scattered(scatter, node);
    }
    if (instead == null) {
      copy(node);
    } else {
      replace(node.output(0), instead);
    }
  }

  private static boolean isPlainProduct(Node node) {
    return node.op() instanceof MatMul op
        && op.epilogue().isEmpty()
        && node.inputs().stream().allMatch(input -> input.shape().rank() == 2);
  }

  /** A product over a table; null if neither operand is gathered, or it does not pay. */
  private Value product(Node node) {
    MatMul op = (MatMul) node.op();
    Value a = valueOf(node.input(0));
    Value b = valueOf(node.input(1));
    if (!op.transposeA()) {
      Rows rows = rows(a);
      if (!pays(rows, a)) {
        return null;
      }
      return gather(rows.scope, rows.table.matmul(b, false, op.transposeB()), rows.indices);
    }
    if (op.transposeB()) {
      return null;
    }
    Rows left = rows(a);
    if (pays(left, a)) {
      return left.table.matmul(sums(b, left), true, false);
    }
    Rows right = rows(b);
    return pays(right, b) ? sums(a, right).matmul(right.table, true, false) : null;
  }

  private static Value sums(Value updates, Rows rows) {
    return updates.scatterAdd(rows.indices, rows.table.shape().dim(0));
  }

  private static boolean pays(Rows rows, Value value) {
    return rows != null && pays(rows.table.shape().dim(0), value.shape());
  }

  private static boolean pays(int tableRows, Shape gathered) {
    return (long) tableRows * FEWER <= gathered.dim(0) && gathered.dim(1) >= LEAST_INNER;
  }

  /** A pointwise operation over a table's product, if it is the same for all rows. */
  private Value alongRows(Node node) {
    if (node.outputs().size() != 1 || !node.output(0).dtype().isFloating()) {
      return null;
    }
    Value rows = null;
    for (Value input : node.inputs()) {
      if (rows == null && gathered.contains(valueOf(input)) && uses.get(input) == 1) {
        rows = input;
      } else if (!isSameForAllRows(input.shape())) {
        return null;
      }
    }
    if (rows == null || !rows.shape().equals(node.output(0).shape())) {
      return null;
    }
    Node gather = valueOf(rows).node();
    List<Value> inputs = new ArrayList<>(inputsOf(node));
    inputs.replaceAll(input -> input == gather.output(0) ? gather.input(0) : input);
    return gather(gather.scope(), target().apply(node.op(), inputs).output(0), gather.input(1));
  }

  private Value gather(String scope, Value product, Value indices) {
    Value result = target().inScope(scope, () -> product.gather(indices));
    gathered.add(result);
    return result;
  }

  private static boolean isSameForAllRows(Shape shape) {
    return shape.rank() == 0 || shape.elementCount() == shape.dim(-1);
  }

  /** The sums of a product's rows, as a product of sums; null if they are none. */
  private Value scattered(ScatterAdd op, Node node) {
    Value indices = valueOf(node.input(1));
    Value updates = node.input(0);
    while (uses.get(updates) == 1 && isLayoutOfRows(updates.node())) {
      Node layout = updates.node();
      indices =
          layout.op() instanceof Transpose transpose
              ? indices.transpose(leading(transpose.inverse()))
              : indices.reshape(leading(layout.input(0).shape()));
      updates = layout.input(0);
    }
    Node product = updates.node();
    if (uses.get(updates) != 1
        || !isPlainProduct(product)
        || ((MatMul) product.op()).transposeA()
        || !pays(op.size(), updates.shape())) {
      return null;
    }
    Value sums = valueOf(product.input(0)).scatterAdd(indices, op.size());
    Value result =
        sums.matmul(valueOf(product.input(1)), false, ((MatMul) product.op()).transposeB());
    return result.reshape(node.output(0).shape());
  }

  /** The table and the indices that give the rows of a value; null if it is not gathered. */
  private static Rows rows(Value value) {
    Node node = value.node();
    if (node.op() instanceof Gather gather) {
      boolean ofRows = gather.axis() == 0 && node.input(0).shape().rank() == 2;
      return ofRows && value.dtype().isFloating()
          ? new Rows(node.input(0), node.input(1), node.scope())
          : null;
    }
    if (!isLayoutOfRows(node)) {
      return null;
    }
    Rows rows = rows(node.input(0));
    if (rows == null) {
      return null;
    }
    Value indices =
        node.op() instanceof Transpose transpose
            ? rows.indices.transpose(leading(transpose))
            : rows.indices.reshape(leading(value.shape()));
    return new Rows(rows.table, indices, rows.scope);
  }

  /** True if the node moves rows, the last axis, as wholes. */
  private static boolean isLayoutOfRows(Node node) {
    if (node.op() instanceof Transpose transpose) {
      int last = transpose.permutation().size() - 1;
      return last >= 1 && transpose.permutation().get(last) == last;
    }
    if (!(node.op() instanceof Reshape)) {
      return false;
    }
    Shape from = node.input(0).shape();
    Shape to = node.output(0).shape();
    return from.rank() >= 2
        && to.rank() >= 2
        && from.elementCount() > 0
        && from.dim(-1) == to.dim(-1);
  }

  private static int[] leading(Transpose transpose) {
    return transpose.permutation().stream()
        .limit(transpose.permutation().size() - 1)
        .mapToInt(axis -> axis)
        .toArray();
  }

  private static Shape leading(Shape shape) {
    return shape.slice(0, shape.rank() - 1);
  }
}

package io.deltarule.compile;

import io.deltarule.expr.Expr;
import io.deltarule.graph.Assignment;
import io.deltarule.graph.Computation;
import io.deltarule.graph.Node;
import io.deltarule.graph.Value;
import io.deltarule.graph.Variable;
import io.deltarule.op.MatMul;
import io.deltarule.op.Pointwise;
import io.deltarule.op.ReadVariable;
import io.deltarule.op.Reshape;
import io.deltarule.op.Slice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lets a matrix product apply the pointwise operation on its result, such as bias and activation,
 * as it writes it. The product runs where that operation was, when all its inputs are there. If
 * others need the product as it is, it becomes one more output.
 */
final class EpilogueFusion extends FusionRewriter {
  /** How many nodes the product may be moved down. */
  private static final int REACH = 32;

  private final Map<Node, Integer> positions = new HashMap<>();
  private final Map<Value, List<Node>> users = new HashMap<>();
  private final Set<Value> roots = new HashSet<>();
  private final Map<Node, Value> products = new HashMap<>();
  private final Set<Value> taken = new HashSet<>();

  private EpilogueFusion(Computation source) {
    super(source);
    source.roots().forEach(root -> roots.add(origin(root)));
    for (Node node : source.liveNodes()) {
      positions.put(node, positions.size());
      if (!(node.op() instanceof Reshape)) {
        for (Value input : node.inputs()) {
          users.computeIfAbsent(origin(input), value -> new ArrayList<>()).add(node);
        }
      }
    }
  }

  static Computation apply(Computation computation) {
    EpilogueFusion fusion = new EpilogueFusion(computation);
    computation.liveNodes().forEach(fusion::choose);
    return fusion.run();
  }

  /** Finds the product that a node is the epilogue of: the last one that is possible. */
  private void choose(Node node) {
    if (!(node.op() instanceof Pointwise) || updatesInPlace(node)) {
      return;
    }
    Value chosen = null;
    for (Value input : node.inputs()) {
      Value product = origin(input);
      if (canApply(node, product) && (chosen == null || product.node().id() > chosen.node().id())) {
        chosen = product;
      }
    }
    if (chosen != null) {
      products.put(node, chosen);
      taken.add(chosen);
    }
  }

  private boolean canApply(Node node, Value product) {
    return product.node().op() instanceof MatMul op
        && op.epilogue().isEmpty()
        && !taken.contains(product)
        && product.shape().elementCount() > 0
        && product.shape().elementCount() == node.output(0).shape().elementCount()
        && node.outputs().stream().allMatch(output -> output.dtype().isFloating())
        && positions.get(node) - positions.get(product.node()) <= REACH
        && users.get(product).stream().allMatch(user -> user.id() >= node.id())
        && node.inputs().stream()
            .allMatch(
                input ->
                    BroadcastView.of(input.shape(), node.output(0).shape(), product.shape())
                        != null);
  }

  /**
   * True if a result replaces a variable that the node reads: only a pointwise kernel can do that.
   */
  private boolean updatesInPlace(Node node) {
    Set<Variable> read = new HashSet<>();
    for (Value input : node.inputs()) {
      Value from = origin(input);
      while (from.node().op() instanceof Slice) {
        from = origin(from.node().input(0));
      }
      if (from.node().op() instanceof ReadVariable op) {
        read.add(op.variable());
      }
    }
    for (Assignment assignment : source().assignments()) {
      if (origin(assignment.value()).node() == node && read.contains(assignment.variable())) {
        return true;
      }
    }
    return false;
  }

  @Override
  void rewrite(Node node) {
    if (products.containsKey(node)) {
      Value product = products.get(node);
      target()
          .inScope(
              product.node().scope(),
              () -> {
                applyAsEpilogue(node, product);
                return node;
              });
    } else if (!(node.op() instanceof Reshape)
        && !(node.op() instanceof MatMul && taken.contains(node.output(0)))) {
      copy(node);
    }
  }

  private void applyAsEpilogue(Node node, Value product) {
    MatMul plain = (MatMul) product.node().op();
    List<Value> inputs = new ArrayList<>(inputsOf(product.node()));
    List<Expr> arguments = new ArrayList<>();
    for (Value input : node.inputs()) {
      if (origin(input) == product) {
        arguments.add(Expr.input(0));
      } else {
        // The product is input 0 of the expressions in the place of the two operands.
        arguments.add(Pointwise.inputFor(inputs.size() - 1, input));
        inputs.add(view(input, node, product.shape()));
      }
    }
    ExprFolding folding = new ExprFolding(arguments);
    List<Expr> epilogue = new ArrayList<>();
    ((Pointwise) node.op()).expressions().forEach(expr -> epilogue.add(folding.fold(expr)));
    boolean kept = roots.contains(product) || !users.get(product).stream().allMatch(u -> u == node);
    if (kept) {
      epilogue.add(Expr.input(0));
    }
    MatMul fused = new MatMul(plain.transposeA(), plain.transposeB(), epilogue);
    Node result = target().apply(fused, inputs);
    for (Value output : node.outputs()) {
      replace(output, result.output(output.index()).reshape(output.shape()));
    }
    if (kept) {
      replace(product, result.output(epilogue.size() - 1));
    }
  }
}

package io.deltarule.compile;

import io.deltarule.expr.Expr;
import io.deltarule.graph.Assignment;
import io.deltarule.graph.Computation;
import io.deltarule.graph.Node;
import io.deltarule.graph.Value;
import io.deltarule.graph.Variable;
import io.deltarule.op.Convolution;
import io.deltarule.op.MatMul;
import io.deltarule.op.Op;
import io.deltarule.op.Pointwise;
import io.deltarule.op.ReadVariable;
import io.deltarule.op.Reshape;
import io.deltarule.op.Slice;
import io.deltarule.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lets a matrix product or a convolution apply the pointwise operation on its result, such as bias
 * and activation, as it writes it. The product runs where that operation was, when all its inputs
 * are there. If others need the product as it is, it becomes one more output.
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
    return isPlain(product.node().op())
        && !taken.contains(product)
        && product.shape().elementCount() > 0
        && product.shape().elementCount() == node.output(0).shape().elementCount()
        && node.outputs().stream().allMatch(output -> output.dtype().isFloating())
        && positions.get(node) - positions.get(product.node()) <= REACH
        && users.get(product).stream().allMatch(user -> user.id() >= node.id())
        && node.inputs().stream()
            .allMatch(
                input ->
                    follows(
                        product,
                        BroadcastView.of(input.shape(), node.output(0).shape(), product.shape())));
  }

  /** True if an operation can take an epilogue and has none. */
  private static boolean isPlain(Op op) {
    return op instanceof MatMul matMul
        ? matMul.epilogue().isEmpty()
        : op instanceof Convolution convolution && convolution.epilogue().isEmpty();
  }

  /**
   * True if an epilogue input of this shape, null if it has none, is one that the product takes. To
   * a convolution the spatial axes are one: an input varies along all of them, or along none.
   */
  private static boolean follows(Value product, Shape view) {
    if (view == null || !(product.node().op() instanceof Convolution)) {
      return view != null;
    }
    boolean all = true;
    boolean none = true;
    int missing = product.shape().rank() - view.rank();
    for (int axis = 2; axis < product.shape().rank(); axis++) {
      int extent = axis < missing ? 1 : view.dim(axis - missing);
      all &= extent == product.shape().dim(axis);
      none &= extent == 1;
    }
    return all || none;
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
        && !(isPlain(node.op()) && taken.contains(node.output(0)))) {
      copy(node);
    }
  }

  private void applyAsEpilogue(Node node, Value product) {
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
    Node result = target().apply(withEpilogue(product.node().op(), epilogue), inputs);
    for (Value output : node.outputs()) {
      replace(output, result.output(output.index()).reshape(output.shape()));
    }
    if (kept) {
      replace(product, result.output(epilogue.size() - 1));
    }
  }

  private static Op withEpilogue(Op plain, List<Expr> epilogue) {
    if (plain instanceof MatMul matMul) {
      return new MatMul(matMul.transposeA(), matMul.transposeB(), epilogue);
    }
    Convolution convolution = (Convolution) plain;
    return new Convolution(convolution.window(), convolution.groups(), epilogue);
  }
}

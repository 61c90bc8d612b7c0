package io.deltarule.compile;

import io.deltarule.expr.Expr;
import io.deltarule.graph.Computation;
import io.deltarule.graph.Node;
import io.deltarule.graph.Value;
import io.deltarule.op.Pointwise;
import io.deltarule.op.Reshape;
import io.deltarule.op.Slice;
import io.deltarule.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Joins pointwise operations into kernels of several outputs: consumers with their producers, and
 * operations that read the same tensors.
 *
 * <p>Nothing is computed twice. Only operations of as many elements join, so that what is small,
 * such as the bias correction of an optimizer or a factor for each row, stays a kernel of its own
 * that runs once and not once an element; but all that is scalar joins. A value that others need as
 * well becomes an output of the kernel. Reshapes are views and don't count: an operation joins
 * under another shape if its inputs can follow ({@link BroadcastView}).
 */
final class PointwiseFusion extends FusionRewriter {
  /** How far apart in the schedule scalars may be that join: they need no memory to speak of. */
  private static final int SCALAR_REACH = 1000;

  /**
   * How far a producer may be from a consumer that it joins; its inputs stay in memory until then.
   */
  private static final int PRODUCER_REACH = 200;

  /**
   * How far apart they may be if they only read the same tensor; it stays in memory between them.
   */
  private static final int SIBLING_REACH = 64;

  /** How many other kernels may be moved for a producer to join its consumer. */
  private static final int MOVES = 16;

  private final FusionOrder order = new FusionOrder();
  private final FusionLimits limits;
  private final Map<Node, FusionGroup> groups = new HashMap<>();

  private PointwiseFusion(Computation source) {
    super(source);
    this.limits = new FusionLimits(source);
  }

  static Computation apply(Computation computation) {
    PointwiseFusion fusion = new PointwiseFusion(computation);
    fusion.group();
    fusion.joinProducers();
    fusion.joinScalars();
    fusion.joinSiblings();
    fusion.order.groups().forEach(fusion::emit);
    return fusion.finish();
  }

  /** What costs nothing wherever it stands comes first; then it is in nobody's way. */
  private void group() {
    List<Node> nodes =
        source().liveNodes().stream().filter(node -> !(node.op() instanceof Reshape)).toList();
    nodes.stream().filter(PointwiseFusion::isFree).forEach(this::addGroup);
    nodes.stream().filter(node -> !isFree(node)).forEach(this::addGroup);
  }

  private static boolean isFree(Node node) {
    return node.inputs().isEmpty()
        || (node.op() instanceof Slice
            && node.output(0).shape().rank() == 1
            && origin(node.input(0)).node().inputs().isEmpty());
  }

  private void addGroup(Node node) {
    FusionGroup group = new FusionGroup(node);
    node.inputs().forEach(input -> group.runsAfter(groups.get(origin(input).node())));
    groups.put(node, group);
    order.append(group);
  }

  private List<Node> pointwiseNodes() {
    return source().liveNodes().stream().filter(node -> node.op() instanceof Pointwise).toList();
  }

  private void joinProducers() {
    for (Node node : pointwiseNodes()) {
      for (Value input : node.inputs()) {
        Node producer = origin(input).node();
        if (producer.op() instanceof Pointwise) {
          join(groups.get(producer), groups.get(node), PRODUCER_REACH, MOVES);
        }
      }
    }
  }

  /** Joins what computes single numbers, whatever it is computed from. */
  private void joinScalars() {
    Node last = null;
    for (Node node : pointwiseNodes()) {
      if (node.output(0).shape().elementCount() == 1) {
        if (last != null) {
          join(groups.get(last), groups.get(node), SCALAR_REACH, 0);
        }
        last = node;
      }
    }
  }

  /** Joins those that read a tensor from the first element to the last. */
  private void joinSiblings() {
    Map<Value, Node> readers = new HashMap<>();
    for (Node node : pointwiseNodes()) {
      for (Value input : node.inputs()) {
        Value tensor = origin(input);
        FusionGroup group = groups.get(node);
        if (tensor.shape().elementCount() == group.space.elementCount()) {
          Node sibling = readers.put(tensor, node);
          if (sibling != null) {
            join(groups.get(sibling), group, SIBLING_REACH, 0);
          }
        }
      }
    }
  }

  /** Joins two groups; gives the joint group, or null if they can't or should not join. */
  private FusionGroup join(FusionGroup a, FusionGroup b, int reach, int moves) {
    if (a == b) {
      return a;
    }
    Shape space = limits.commonSpace(a, b);
    if (space == null || !limits.allow(a, b)) {
      return null;
    }
    FusionGroup joint = order.merge(a, b, reach, moves);
    if (joint != null) {
      joint.space = space;
      joint.members.forEach(member -> groups.put(member, joint));
    }
    return joint;
  }

  private void emit(FusionGroup group) {
    if (!group.isPointwise()) {
      rewriteInScope(group.members.get(0));
      return;
    }
    target()
        .inScope(
            scope(group),
            () -> {
              fuse(group);
              return group;
            });
  }

  @Override
  void rewrite(Node node) {
    copy(node);
  }

  private void fuse(FusionGroup group) {
    PointwiseBuilder builder = new PointwiseBuilder(target());
    Map<Value, Expr> computed = new HashMap<>();
    for (Node member : group.members) {
      List<Expr> arguments = new ArrayList<>();
      for (Value input : member.inputs()) {
        Expr inner = computed.get(origin(input));
        arguments.add(inner != null ? inner : builder.input(view(input, member, group.space)));
      }
      ExprFolding folding = new ExprFolding(arguments);
      List<Expr> expressions = ((Pointwise) member.op()).expressions();
      for (Value output : member.outputs()) {
        computed.put(output, folding.fold(expressions.get(output.index())));
      }
    }
    List<Value> results = limits.results(group.members);
    List<Value> fused = builder.build(results.stream().map(computed::get).toList(), group.space);
    for (int i = 0; i < fused.size(); i++) {
      replace(results.get(i), fused.get(i).reshape(results.get(i).shape()));
    }
  }

  /** The scope that all the members lie in, or the last one's if there is none. */
  private static String scope(FusionGroup group) {
    String last = group.members.get(group.members.size() - 1).scope();
    String common = last;
    for (Node member : group.members) {
      while (!(member.scope() + ".").startsWith(common + ".") && !common.isEmpty()) {
        common = common.substring(0, Math.max(0, common.lastIndexOf('.')));
      }
    }
    return common.isEmpty() ? last : common;
  }
}

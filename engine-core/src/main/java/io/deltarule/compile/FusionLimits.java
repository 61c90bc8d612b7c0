package io.deltarule.compile;

import io.deltarule.expr.Expr;
import io.deltarule.expr.ExprProgram;
import io.deltarule.graph.Computation;
import io.deltarule.graph.Node;
import io.deltarule.graph.Value;
import io.deltarule.op.Pointwise;
import io.deltarule.op.Reshape;
import io.deltarule.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which groups make one kernel: they run over as many elements, and the kernel stays small enough
 * for the JIT, which compiles no method of more than 8000 bytecodes, and for the registers of a
 * GPU.
 */
final class FusionLimits {
  /**
   * The most arithmetic operations of a kernel, elementary functions counted as what they are
   * expanded to. Longer vector loops would still be compiled, but HotSpot then leaves a vector of
   * some of them in an object, and so many operations hide the memory traffic that fusion saves.
   */
  static final int MAX_OPERATIONS = 200;

  /** What a logarithm, exponential or error function is as a polynomial, about. */
  private static final int FUNCTION_OPERATIONS = 40;

  /** The most inputs and outputs of a kernel. */
  static final int MAX_TENSORS = 30;

  private final Map<Value, List<Node>> users = new HashMap<>();
  private final Set<Value> roots = new HashSet<>();
  private final Map<Node, Integer> operations = new HashMap<>();

  /** Limits for the pointwise nodes of a computation. */
  FusionLimits(Computation computation) {
    computation.roots().forEach(root -> roots.add(FusionRewriter.origin(root)));
    for (Node node : computation.liveNodes()) {
      if (!(node.op() instanceof Reshape)) {
        node.inputs().forEach(input -> usersOf(FusionRewriter.origin(input)).add(node));
      }
    }
  }

  private List<Node> usersOf(Value value) {
    return users.computeIfAbsent(value, v -> new ArrayList<>());
  }

  /** The shape that both groups can run over, or null. */
  Shape commonSpace(FusionGroup a, FusionGroup b) {
    if (a.space.equals(b.space)) {
      return a.space;
    }
    boolean aFirst = a.space.rank() <= b.space.rank();
    Shape first = aFirst ? a.space : b.space;
    Shape second = aFirst ? b.space : a.space;
    if (canRunOver(a, first) && canRunOver(b, first)) {
      return first;
    }
    return canRunOver(a, second) && canRunOver(b, second) ? second : null;
  }

  private boolean canRunOver(FusionGroup group, Shape space) {
    for (Node member : group.members) {
      for (Value input : member.inputs()) {
        if (BroadcastView.of(input.shape(), member.output(0).shape(), space) == null) {
          return false;
        }
      }
    }
    return true;
  }

  /** True if the groups together are not too large for one kernel. */
  boolean allow(FusionGroup a, FusionGroup b) {
    List<Node> members = new ArrayList<>(a.members);
    members.addAll(b.members);
    if (members.stream().mapToInt(this::operations).sum() > MAX_OPERATIONS) {
      return false;
    }
    return inputs(members).size() + results(members).size() <= MAX_TENSORS;
  }

  private int operations(Node node) {
    return operations.computeIfAbsent(
        node,
        n ->
            ExprProgram.of(((Pointwise) n.op()).expressions()).instructions().stream()
                .mapToInt(FusionLimits::operations)
                .sum());
  }

  private static int operations(Expr instruction) {
    if (instruction.operands().isEmpty()) {
      return 0;
    }
    if (instruction instanceof Expr.Unary unary) {
      return switch (unary.op()) {
        case EXP, EXPM1, LOG, LOG1P, TANH, ERF -> FUNCTION_OPERATIONS;
        case FLOOR -> 10;
        default -> 1;
      };
    }
    return 1;
  }

  private static Set<Value> inputs(List<Node> members) {
    Set<Node> inside = new HashSet<>(members);
    Set<Value> inputs = new LinkedHashSet<>();
    for (Node member : members) {
      for (Value input : member.inputs()) {
        Value origin = FusionRewriter.origin(input);
        if (!inside.contains(origin.node())) {
          inputs.add(origin);
        }
      }
    }
    return inputs;
  }

  /** The values of the members that are needed elsewhere. */
  List<Value> results(List<Node> members) {
    Set<Node> inside = new HashSet<>(members);
    List<Value> results = new ArrayList<>();
    for (Node member : members) {
      for (Value output : member.outputs()) {
        if (roots.contains(output) || !inside.containsAll(usersOf(output))) {
          results.add(output);
        }
      }
    }
    return results;
  }
}

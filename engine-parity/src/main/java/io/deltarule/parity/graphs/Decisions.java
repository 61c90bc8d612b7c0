package io.deltarule.parity.graphs;

import io.deltarule.backend.Engine;
import io.deltarule.expr.Expr;
import io.deltarule.expr.ExprProgram;
import io.deltarule.expr.ScalarType;
import io.deltarule.graph.Computation;
import io.deltarule.graph.Node;
import io.deltarule.graph.Value;
import io.deltarule.op.ArgMax;
import io.deltarule.op.MaxPool;
import io.deltarule.op.Pointwise;
import io.deltarule.op.Reduce;
import io.deltarule.parity.reference.ReferenceBackend;
import io.deltarule.parity.reference.Rounding;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a computation decides on the way: the sign that an absolute value takes off, which of two
 * numbers is larger, where a maximum is. Where a rounding error turns such a decision, results or
 * gradients jump, and no bound on errors says anything of them: the computation is ill-conditioned
 * at these inputs.
 *
 * <p>All decisions are computed exactly, and then several times with rounding errors {@value
 * #AMPLIFICATION} times as large as float32 makes them. They must stay the same.
 */
public final class Decisions {
  private static final int AMPLIFICATION = 16;
  private static final int RUNS = 8;

  private Decisions() {}

  /** True if no decision turns, and so the errors of a float32 backend are bounded. */
  public static boolean areStable(Computation computation, Map<String, Tensor> inputs) {
    Map<String, Value> decisions = of(computation);
    if (decisions.isEmpty()) {
      return true;
    }
    Computation probe = Computation.of(decisions);
    Map<String, Tensor> exact = run(probe, inputs, Rounding.none());
    double epsilon = AMPLIFICATION * DType.FLOAT32.epsilon();
    for (int run = 0; run < RUNS; run++) {
      Rounding random = Rounding.random(epsilon, run);
      // What float32 holds is not rounded: halves stay halves, and ties among them ties.
      Rounding rounding = x -> x == (float) x ? x : random.applyAsDouble(x);
      if (!exact.equals(run(probe, inputs, rounding))) {
        return false;
      }
    }
    return true;
  }

  private static Map<String, Tensor> run(
      Computation computation, Map<String, Tensor> inputs, Rounding rounding) {
    try (Engine engine = Engine.of(new ReferenceBackend(rounding))) {
      return GraphRun.plain(engine, computation, inputs);
    }
  }

  /** The decisions of a computation as values of its graph, which grows by them. */
  private static Map<String, Value> of(Computation computation) {
    Map<String, Value> decisions = new LinkedHashMap<>();
    for (Node node : computation.liveNodes()) {
      for (Value decision : of(node)) {
        decisions.put("d" + decisions.size(), decision);
      }
    }
    return decisions;
  }

  private static List<Value> of(Node node) {
    if (node.op() instanceof ArgMax) {
      return node.outputs();
    }
    if (node.op() instanceof MaxPool) {
      return List.of(node.output(1));
    }
    if (node.op() instanceof Reduce reduce) {
      boolean selects = reduce.kind() == Reduce.Kind.MAX || reduce.kind() == Reduce.Kind.MIN;
      return selects ? List.of(attaining(node, reduce)) : List.of();
    }
    if (node.op() instanceof Pointwise pointwise) {
      List<Expr> decisions = new ArrayList<>();
      for (Expr instruction : ExprProgram.of(pointwise.expressions()).instructions()) {
        Expr decision = of(instruction);
        if (decision != null && !decisions.contains(decision)) {
          decisions.add(decision);
        }
      }
      return decisions.isEmpty()
          ? List.of()
          : node.graph().apply(new Pointwise(decisions), node.inputs()).outputs();
    }
    return List.of();
  }

  /** 1 at the elements that attain the extreme, 0 elsewhere. */
  private static Value attaining(Node node, Reduce reduce) {
    Value x = node.input(0);
    Value extreme =
        x.graph().apply(new Reduce(reduce.kind(), reduce.axes(), true), x).broadcastTo(x.shape());
    return x.pointwise(asNumber(Expr.input(0).eq(Expr.input(1))), extreme);
  }

  /** What an instruction decides, or null. Integers are exact. */
  private static Expr of(Expr instruction) {
    if (instruction instanceof Expr.Unary unary && unary.operand().type() == ScalarType.FLOAT) {
      return switch (unary.op()) {
        case ABS, SIGN -> unary.operand().sign();
        case FLOOR -> unary;
        case IS_FINITE -> asNumber(unary);
        default -> null;
      };
    }
    if (instruction instanceof Expr.Binary binary && binary.left().type() == ScalarType.FLOAT) {
      return switch (binary.op()) {
        case MIN, MAX -> order(binary);
        case LT, LE, GT, GE, EQ, NE -> order(binary);
        default -> null;
      };
    }
    return null;
  }

  /** 1 if the left operand is larger, -1 if the right one is, 0 if they are equal. */
  private static Expr order(Expr.Binary binary) {
    Expr less = binary.left().lt(binary.right());
    Expr greater = binary.left().gt(binary.right());
    return Expr.select(
        less, Expr.constantInt(-1), Expr.select(greater, Expr.constantInt(1), Expr.constantInt(0)));
  }

  private static Expr asNumber(Expr condition) {
    return Expr.select(condition, Expr.constantInt(1), Expr.constantInt(0));
  }
}

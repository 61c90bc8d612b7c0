package io.deltarule.parity.faults;

import io.deltarule.graph.Node;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.op.Attention;
import io.deltarule.op.AttentionGradient;
import io.deltarule.op.Op;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Wrong masks, scales and operands of attention and its gradient. */
final class AttentionFaults {
  private AttentionFaults() {}

  /** A kernel that takes the causal mask for none, or none for one. */
  static Optional<Op> otherMask(Op op, List<TensorType> in) {
    if (in.isEmpty() || in.get(0).shape().rank() != 4) {
      return Optional.empty();
    }
    if (op instanceof Attention right) {
      return Optional.of(new Attention(!right.causal(), right.scale()));
    }
    return op instanceof AttentionGradient right
        ? Optional.of(new AttentionGradient(!right.causal(), right.scale()))
        : Optional.empty();
  }

  /** A kernel whose scale is a hundredth too large. */
  static Optional<Op> otherScale(Op op) {
    if (op instanceof Attention right) {
      return Optional.of(new Attention(right.causal(), right.scale() * 1.01));
    }
    return op instanceof AttentionGradient right
        ? Optional.of(new AttentionGradient(right.causal(), right.scale() * 1.01))
        : Optional.empty();
  }

  /** In the gradient rule: for a node that computes the gradient, what comes in its place. */
  static Map<String, Planting.Wrong> of(AttentionGradient right) {
    Map<String, Planting.Wrong> faults = new LinkedHashMap<>();
    AttentionGradient masked = new AttentionGradient(!right.causal(), right.scale());
    AttentionGradient scaled = new AttentionGradient(right.causal(), 2 * right.scale());
    faults.put("causal mask ignored or made up", (old, in) -> apply(masked, in));
    faults.put("factor 2 in the scale", (old, in) -> apply(scaled, in));
    faults.put("missing delta", (old, in) -> without(right, in, 5));
    faults.put("missing lse", (old, in) -> without(right, in, 4));
    faults.put("upstream sign", (old, in) -> apply(right, replaced(in, 3, in.get(3).neg())));
    return faults;
  }

  private static Value without(AttentionGradient op, List<Value> in, int input) {
    Value zeros = in.get(input).graph().zerosLike(in.get(input));
    return apply(op, replaced(in, input, zeros));
  }

  private static List<Value> replaced(List<Value> in, int input, Value other) {
    List<Value> inputs = new ArrayList<>(in);
    inputs.set(input, other);
    return inputs;
  }

  private static Value apply(Op op, List<Value> in) {
    Node node = in.get(0).graph().apply(op, in);
    return node.output(0);
  }
}

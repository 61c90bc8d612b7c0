package io.deltarule.op;

import io.deltarule.graph.Node;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.op.Reduce.Kind;
import java.util.List;

/**
 * Softmax along an axis, {@code y_i = exp(x_i - m) / sum_j exp(x_j - m)} with m the maximum, which
 * keeps the exponentials from overflowing.
 */
public record Softmax(int axis) implements Op {
  @Override
  public String name() {
    return "softmax";
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Op.requireInputs(inputs, 1);
    Op.requireFloat(inputs.get(0)).shape().axis(axis);
    return List.of(inputs.get(0));
  }

  /** dx = y (dy - sum_j dy_j y_j). */
  @Override
  public List<Value> gradient(Node node, List<Value> upstream) {
    Value y = node.output(0);
    Value dy = upstream.get(0);
    Value projection = dy.mul(y).reduce(Kind.SUM, true, axis);
    return List.of(y.mul(dy.sub(projection)));
  }

  @Override
  public long flops(List<TensorType> inputs, List<TensorType> outputs) {
    return 5 * inputs.get(0).shape().elementCount();
  }
}

package io.deltarule.op;

import io.deltarule.graph.Node;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.op.Reduce.Kind;
import java.util.List;

/** Log-softmax along an axis, {@code y_i = x_i - m - log sum_j exp(x_j - m)} with m the maximum. */
public record LogSoftmax(int axis) implements Op {
  @Override
  public String name() {
    return "log_softmax";
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Op.requireInputs(inputs, 1);
    Op.requireFloat(inputs.get(0)).shape().axis(axis);
    return List.of(inputs.get(0));
  }

  /** dx = dy - exp(y) sum_j dy_j. */
  @Override
  public List<Value> gradient(Node node, List<Value> upstream) {
    Value dy = upstream.get(0);
    Value sum = dy.reduce(Kind.SUM, true, axis);
    return List.of(dy.sub(node.output(0).exp().mul(sum)));
  }

  @Override
  public long flops(List<TensorType> inputs, List<TensorType> outputs) {
    return 5 * inputs.get(0).shape().elementCount();
  }
}

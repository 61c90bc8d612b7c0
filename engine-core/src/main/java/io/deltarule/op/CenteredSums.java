package io.deltarule.op;

import io.deltarule.expr.Expr;
import io.deltarule.graph.Node;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * What the gradient of a normalisation needs of every channel, in one pass over both tensors.
 * Inputs: g [A, C, S], x [A, C, S], mean [C]; outputs, each [C]: {@code sum_c = sum_{a,s} g[a,c,s]}
 * and {@code product_c = sum_{a,s} g[a,c,s] (x[a,c,s] - mean_c)}. Sums over no elements are 0.
 */
public record CenteredSums() implements Op {
  @Override
  public String name() {
    return "centered_sums";
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Op.requireInputs(inputs, 3);
    Shape g = Moments.requireChannels(inputs.get(0));
    TensorType mean = Op.requireFloat(inputs.get(2));
    Shape channels = Shape.of(g.dim(1));
    if (!Op.requireFloat(inputs.get(1)).shape().equals(g) || !mean.shape().equals(channels)) {
      throw new IllegalArgumentException(
          "inputs must be g [A, C, S], x [A, C, S] and mean [C], got "
              + g
              + ", "
              + inputs.get(1).shape()
              + " and "
              + mean.shape());
    }
    TensorType channel = inputs.get(0).withShape(channels);
    return List.of(channel, channel);
  }

  /**
   * {@code dg = dsum + (x - mean) dproduct}, {@code dx = g dproduct}, {@code dmean = -sum
   * dproduct}.
   */
  @Override
  public List<Value> gradient(Node node, List<Value> upstream) {
    Value g = node.input(0);
    Value x = node.input(1);
    Value mean = Moments.broadcastable(node.input(2));
    Value dsum = upstream.get(0) == null ? null : Moments.broadcastable(upstream.get(0));
    if (upstream.get(1) == null) {
      return Arrays.asList(dsum.broadcastTo(g.shape()), null, null);
    }
    Value dproduct = Moments.broadcastable(upstream.get(1));
    Expr term = Expr.input(0).minus(Expr.input(1)).times(Expr.input(2));
    Value dg =
        dsum == null
            ? x.pointwise(term, mean, dproduct)
            : x.pointwise(term.plus(Expr.input(3)), mean, dproduct, dsum);
    Value dmean = node.output(0).mul(upstream.get(1)).neg();
    return List.of(dg, g.mul(dproduct), dmean);
  }

  @Override
  public long flops(List<TensorType> inputs, List<TensorType> outputs) {
    return 4 * inputs.get(0).shape().elementCount();
  }
}

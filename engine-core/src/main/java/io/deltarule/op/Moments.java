package io.deltarule.op;

import io.deltarule.expr.Expr;
import io.deltarule.graph.Node;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * Mean and biased variance of every channel. Input: x [A, C, S]; outputs, each [C]: {@code mean_c =
 * 1/n sum_{a,s} x[a,c,s]} and {@code variance_c = 1/n sum_{a,s} (x[a,c,s] - mean_c)^2} with {@code
 * n = A S}, of which there is at least one.
 *
 * <p>Rows are channels with A = 1, columns with S = 1. A backend may not compute the variance as a
 * difference of large numbers, {@code E[x^2] - E[x]^2}: it subtracts a mean first, and may do so
 * part by part and then join the parts (T. F. Chan, G. H. Golub, R. J. LeVeque, "Updating formulae
 * and a pairwise algorithm for computing sample variances", 1979).
 */
public record Moments() implements Op {
  @Override
  public String name() {
    return "moments";
  }

  @Override
  public List<TensorType> infer(List<TensorType> inputs) {
    Op.requireInputs(inputs, 1);
    Shape x = requireChannels(inputs.get(0));
    if (x.dim(1) > 0 && length(x) == 0) {
      throw new IllegalArgumentException(
          "mean and variance of no elements are undefined: input [A, C, S] is " + x);
    }
    TensorType channel = inputs.get(0).withShape(Shape.of(x.dim(1)));
    return List.of(channel, channel);
  }

  /** Checks that an input is floating-point [A, C, S]. */
  static Shape requireChannels(TensorType input) {
    Shape shape = Op.requireFloat(input).shape();
    if (shape.rank() != 3) {
      throw new IllegalArgumentException(
          "input must be [A, C, S] with the channels in the middle, got "
              + shape
              + "; reshape it, to [1, rows, length] for rows");
    }
    return shape;
  }

  /** The number of elements of a channel of x [A, C, S]. */
  public static long length(Shape x) {
    return (long) x.dim(0) * x.dim(2);
  }

  /** {@code dx = (dmean + 2 (x - mean) dvariance) / n}. */
  @Override
  public List<Value> gradient(Node node, List<Value> upstream) {
    Value x = node.input(0);
    List<Value> inputs = new ArrayList<>();
    inputs.add(x);
    Expr sum = null;
    if (upstream.get(0) != null) {
      inputs.add(broadcastable(upstream.get(0)));
      sum = Expr.input(1);
    }
    if (upstream.get(1) != null) {
      int at = inputs.size();
      inputs.add(broadcastable(node.output(0)));
      inputs.add(broadcastable(upstream.get(1)));
      Expr centred = Expr.input(0).minus(Expr.input(at));
      Expr term = centred.times(Expr.input(at + 1)).times(2);
      sum = sum == null ? term : sum.plus(term);
    }
    Expr dx = sum.times(1.0 / length(x.shape()));
    return List.of(node.graph().apply(new Pointwise(dx), inputs).output(0));
  }

  /** A value [C] as [C, 1], which broadcasts to [A, C, S]. */
  static Value broadcastable(Value channel) {
    return channel.reshape(channel.shape().append(1));
  }

  @Override
  public long flops(List<TensorType> inputs, List<TensorType> outputs) {
    return 4 * inputs.get(0).shape().elementCount();
  }
}

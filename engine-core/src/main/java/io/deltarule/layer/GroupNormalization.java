package io.deltarule.layer;

import io.deltarule.expr.Expr;
import io.deltarule.graph.Graph;
import io.deltarule.graph.Value;
import io.deltarule.layer.ChannelNormalization.Statistics;
import io.deltarule.op.CenteredSums;
import io.deltarule.op.CustomGradient;
import io.deltarule.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Groups of channels of each sample, normalised together: x [N, C, S] as [N, G, K, S] with K = C /
 * G. {@code y = (x - mean_{n,g}) / sqrt(variance_{n,g} + eps) weight_{g,k} + bias_{g,k}}.
 *
 * <p>The gradient takes one pass for the sums of every channel of every sample, from which all else
 * but dx follows in small tensors, and one for dx.
 */
final class GroupNormalization {
  private final int groups;
  private final double epsilon;

  GroupNormalization(int groups, double epsilon) {
    this.groups = groups;
    this.epsilon = epsilon;
  }

  /**
   * The normalised x [N, C, S].
   *
   * @param affine weight and bias, [C] each
   */
  Value apply(Value x, Optional<Affine> affine) {
    Shape shape = x.shape();
    int samples = shape.dim(0);
    int channels = shape.dim(1) / groups;
    Shape grouped = Shape.of(samples, groups, channels, shape.dim(2));
    int length = Math.multiplyExact(channels, shape.dim(2));
    Statistics statistics =
        Statistics.of(x.reshape(Shape.of(1, Math.multiplyExact(samples, groups), length)));
    List<Value> arguments =
        new ArrayList<>(List.of(x.reshape(grouped), statistics.mean(), statistics.variance()));
    affine.ifPresent(a -> arguments.addAll(a.values()));
    Value y = normalized(arguments);
    return CustomGradient.of(y, arguments, (inputs, output, dy) -> gradients(inputs, dy))
        .reshape(shape);
  }

  private Value normalized(List<Value> arguments) {
    Value x = arguments.get(0);
    Value mean = byGroup(x, arguments.get(1));
    Value inverse = byGroup(x, inverse(arguments));
    Expr y = Expr.input(0).minus(Expr.input(1)).times(Expr.input(2));
    if (arguments.size() < 5) {
      return x.pointwise(y, mean, inverse);
    }
    Value weight = byChannel(x, arguments.get(3));
    Value bias = byChannel(x, arguments.get(4));
    return x.pointwise(y.times(Expr.input(3)).plus(Expr.input(4)), mean, inverse, weight, bias);
  }

  private Value inverse(List<Value> arguments) {
    return ChannelNormalization.inverseDeviation(arguments.get(2), epsilon);
  }

  /** A value [N G] as [N, G, 1, 1]. */
  private static Value byGroup(Value x, Value value) {
    return value.reshape(x.shape().dim(0), x.shape().dim(1), 1, 1);
  }

  /** A value [C] as [G, K, 1]. */
  private static Value byChannel(Value x, Value value) {
    return value.reshape(x.shape().dim(1), x.shape().dim(2), 1);
  }

  private List<Value> gradients(List<Value> arguments, Value dy) {
    Value x = arguments.get(0);
    Graph graph = x.graph();
    Shape shape = x.shape();
    Shape small = shape.slice(0, 3);
    int rows = Math.toIntExact(small.elementCount());
    Shape channels = Shape.of(1, rows, shape.dim(3));
    Shape byGroup = Shape.of(shape.dim(0), shape.dim(1), 1);
    Value mean = arguments.get(1).reshape(byGroup).broadcastTo(small).reshape(Shape.of(rows));
    List<Value> sums =
        graph
            .apply(new CenteredSums(), List.of(dy.reshape(channels), x.reshape(channels), mean))
            .outputs();
    Value sum = sums.get(0).reshape(small);
    Value product = sums.get(1).reshape(small);

    Value inverse = inverse(arguments);
    Value dx = dy.mul(byGroup(x, inverse));
    Value weightedSum = sum;
    Value weightedProduct = product;
    if (arguments.size() > 3) {
      Value weight = byChannel(x, arguments.get(3)).reshape(small.slice(1, 3));
      dx = dx.mul(byChannel(x, arguments.get(3)));
      weightedSum = sum.mul(weight);
      weightedProduct = product.mul(weight);
    }
    Shape stats = arguments.get(1).shape();
    Value ofGroups = weightedSum.sum(2).reshape(stats);
    Value products = weightedProduct.sum(2).reshape(stats);
    Expr cube = Expr.input(1).square().times(Expr.input(1));
    List<Value> gradients = new ArrayList<>();
    gradients.add(dx);
    gradients.add(ofGroups.mul(inverse).neg());
    gradients.add(products.pointwise(Expr.input(0).times(cube).times(-0.5), inverse));
    if (arguments.size() > 3) {
      Shape weights = arguments.get(3).shape();
      gradients.add(product.mul(inverse.reshape(byGroup)).sum(0).reshape(weights));
      gradients.add(sum.sum(0).reshape(weights));
    }
    return gradients;
  }
}

package io.deltarule.layer;

import io.deltarule.expr.Expr;
import io.deltarule.graph.Value;
import io.deltarule.op.CenteredSums;
import io.deltarule.op.CustomGradient;
import io.deltarule.op.Moments;
import io.deltarule.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code y[a,c,s] = (x[a,c,s] - mean_c) / sqrt(variance_c + eps) weight_c + bias_c}: every channel
 * by its own statistics, for x [A, C, S] and [C]. One pass over memory, fused with what follows.
 *
 * <p>The gradient is written by hand: the derivatives with respect to mean, variance, weight and
 * bias are all made of the two sums of {@link CenteredSums}, so that it takes one pass for the sums
 * and one for dx (Ioffe and Szegedy 2015, "Batch normalization"). It is graph, and has gradients.
 */
final class ChannelNormalization {
  private final double epsilon;

  ChannelNormalization(double epsilon) {
    this.epsilon = epsilon;
  }

  /**
   * Mean and biased variance of a value.
   *
   * @param mean [C]
   * @param variance [C]
   */
  record Statistics(Value mean, Value variance) {
    /** Those of the channels of x [A, C, S]. */
    static Statistics of(Value x) {
      List<Value> outputs = x.graph().apply(new Moments(), List.of(x)).outputs();
      return new Statistics(outputs.get(0), outputs.get(1));
    }
  }

  /** {@code 1 / sqrt(variance + eps)}, of the variance's shape. */
  static Value inverseDeviation(Value variance, double epsilon) {
    return variance.pointwise(Expr.ONE.over(Expr.input(0).plus(epsilon).sqrt()));
  }

  /**
   * The normalised x [A, C, S].
   *
   * @param affine weight and bias, [C] each
   */
  Value apply(Value x, Statistics statistics, Optional<Affine> affine) {
    List<Value> arguments = new ArrayList<>(List.of(x, statistics.mean(), statistics.variance()));
    affine.ifPresent(a -> arguments.addAll(a.values()));
    Value scale = scale(arguments);
    Expr centred = Expr.input(0).minus(Expr.input(1));
    Expr scaled = centred.times(Expr.input(2));
    Value y =
        affine.isPresent() && affine.get().bias().isPresent()
            ? x.pointwise(
                scaled.plus(Expr.input(3)),
                column(statistics.mean()),
                column(scale),
                column(affine.get().bias().get()))
            : x.pointwise(scaled, column(statistics.mean()), column(scale));
    return CustomGradient.of(y, arguments, (inputs, output, dy) -> gradients(inputs, dy));
  }

  /** What x - mean is multiplied by: weight / deviation. */
  private Value scale(List<Value> arguments) {
    Value inverse = inverseDeviation(arguments.get(2), epsilon);
    return arguments.size() > 3 ? inverse.mul(arguments.get(3)) : inverse;
  }

  private List<Value> gradients(List<Value> arguments, Value dy) {
    Value x = arguments.get(0);
    List<Value> sums =
        x.graph().apply(new CenteredSums(), List.of(dy, x, arguments.get(1))).outputs();
    Value sum = sums.get(0);
    Value product = sums.get(1);
    Value inverse = inverseDeviation(arguments.get(2), epsilon);
    Value scale = scale(arguments);
    // d/dvariance of (variance + eps)^(-1/2) is -1/2 of its cube.
    Expr byVariance = Expr.input(0).times(Expr.input(1)).times(Expr.input(2).square()).times(-0.5);
    List<Value> gradients = new ArrayList<>();
    gradients.add(dy.mul(column(scale)));
    gradients.add(sum.mul(scale).neg());
    gradients.add(product.pointwise(byVariance, scale, inverse));
    if (arguments.size() > 3) {
      gradients.add(product.mul(inverse));
    }
    if (arguments.size() > 4) {
      gradients.add(sum);
    }
    return gradients;
  }

  /** A value [C] as [C, 1], which broadcasts to [A, C, S]. */
  private static Value column(Value channel) {
    return channel.reshape(channel.shape().append(1));
  }

  /**
   * An input [N, C, ...] as [N, C, S].
   *
   * @throws IllegalArgumentException if it has no dimension of channels, or another number of them
   */
  static Value channels(String layer, int channels, Value input, ForwardPass pass) {
    Shape shape = input.shape();
    if (shape.rank() < 2 || shape.dim(1) != channels) {
      throw new IllegalArgumentException(
          layer
              + " "
              + pass.where()
              + ": input must be [N, "
              + channels
              + ", ...], got "
              + shape
              + (shape.rank() < 2
                  ? "; add the dimension of channels"
                  : "; set channels to " + shape.dim(1) + " or move the channels to axis 1"));
    }
    long positions = shape.slice(2, shape.rank()).elementCount();
    return input.reshape(Shape.of(shape.dim(0), channels, Math.toIntExact(positions)));
  }
}

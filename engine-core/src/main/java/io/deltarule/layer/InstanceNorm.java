package io.deltarule.layer;

import io.deltarule.graph.Value;
import io.deltarule.tensor.Shape;
import java.util.Map;

/**
 * Instance normalisation (Ulyanov, Vedaldi and Lempitsky 2016): every channel of every sample by
 * its own mean and biased variance over the positions; {@code torch.nn.InstanceNorm1d}, {@code 2d}
 * and {@code 3d} without running statistics. Training and evaluation are the same.
 *
 * <p>Input [N, C, positions...] with 2 positions or more, output of the same shape. No parameters
 * unless {@link #affine}: {@code weight} and {@code bias} [C], which weight decay leaves alone.
 */
public final class InstanceNorm implements Layer {
  private static final double EPSILON = 1e-5;

  private final int channels;
  private final double epsilon;
  private final Affine.Parameters affine;

  private InstanceNorm(int channels, double epsilon, Affine.Parameters affine) {
    this.channels = NormalizationChecks.positive("InstanceNorm", "channels", channels);
    this.epsilon = NormalizationChecks.epsilon("InstanceNorm", epsilon);
    this.affine = affine.anew();
  }

  /** With eps 1e-5, without weight and bias, as in PyTorch. */
  public static InstanceNorm of(int channels) {
    return new InstanceNorm(channels, EPSILON, Affine.Parameters.none());
  }

  /** The same layer with weight and bias, ones and zeros at first. */
  public InstanceNorm affine() {
    return new InstanceNorm(channels, epsilon, Affine.Parameters.both(Shape.of(channels)));
  }

  /** The same layer with another number that is added to the variance, more than 0. */
  public InstanceNorm withEpsilon(double value) {
    return new InstanceNorm(channels, value, affine);
  }

  @Override
  public Map<String, Parameter> parameters() {
    return affine.named();
  }

  @Override
  public Value forward(Value input, ForwardPass pass) {
    Value x = ChannelNormalization.channels("InstanceNorm", channels, input, pass);
    if (x.shape().dim(2) < 2) {
      throw new IllegalArgumentException(
          "InstanceNorm "
              + pass.where()
              + ": needs 2 positions or more a channel, got "
              + input.shape()
              + "; use LayerNorm or GroupNorm, which look at several channels");
    }
    return new GroupNormalization(channels, epsilon)
        .apply(x, affine.in(pass))
        .reshape(input.shape());
  }

  @Override
  public String toString() {
    return "InstanceNorm(" + channels + (affine.weight().isPresent() ? ", affine)" : ")");
  }
}

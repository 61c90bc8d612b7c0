package io.deltarule.layer;

import io.deltarule.graph.Value;
import io.deltarule.tensor.Shape;
import java.util.Map;

/**
 * Group normalisation (Wu and He 2018): the channels of each sample in groups, {@code y = (x -
 * mean) / sqrt(variance + eps) weight + bias} by mean and biased variance of the group at all its
 * positions; {@code torch.nn.GroupNorm}. Training and evaluation are the same.
 *
 * <p>Input [N, C, ...], output of the same shape. Parameters: {@code weight} and {@code bias} [C],
 * ones and zeros at first, which weight decay leaves alone.
 */
public final class GroupNorm implements Layer {
  private static final double EPSILON = 1e-5;

  private final int groups;
  private final int channels;
  private final double epsilon;
  private final Affine.Parameters affine;

  private GroupNorm(int groups, int channels, double epsilon, Affine.Parameters affine) {
    this.groups = groups;
    this.channels = channels;
    this.epsilon = NormalizationChecks.epsilon("GroupNorm", epsilon);
    this.affine = affine.anew();
  }

  /**
   * With eps 1e-5, weight and bias.
   *
   * @throws IllegalArgumentException if the groups do not divide the channels
   */
  public static GroupNorm of(int groups, int channels) {
    NormalizationChecks.positive("GroupNorm", "groups", groups);
    NormalizationChecks.positive("GroupNorm", "channels", channels);
    if (channels % groups != 0) {
      throw new IllegalArgumentException(
          "GroupNorm: groups (="
              + groups
              + ") must divide channels (="
              + channels
              + "); choose a divisor of "
              + channels);
    }
    Shape shape = Shape.of(channels);
    return new GroupNorm(groups, channels, EPSILON, Affine.Parameters.both(shape));
  }

  /** The same layer with another number that is added to the variance, more than 0. */
  public GroupNorm withEpsilon(double value) {
    return new GroupNorm(groups, channels, value, affine);
  }

  /** The same layer without weight and bias. */
  public GroupNorm withoutAffine() {
    return new GroupNorm(groups, channels, epsilon, Affine.Parameters.none());
  }

  @Override
  public Map<String, Parameter> parameters() {
    return affine.named();
  }

  @Override
  public Value forward(Value input, ForwardPass pass) {
    Value x = ChannelNormalization.channels("GroupNorm", channels, input, pass);
    return new GroupNormalization(groups, epsilon).apply(x, affine.in(pass)).reshape(input.shape());
  }

  @Override
  public String toString() {
    return "GroupNorm(" + groups + " of " + channels + affine.description() + ")";
  }
}

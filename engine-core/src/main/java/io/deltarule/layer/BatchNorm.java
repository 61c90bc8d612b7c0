package io.deltarule.layer;

import io.deltarule.expr.Expr;
import io.deltarule.graph.Value;
import io.deltarule.op.Moments;
import io.deltarule.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Batch normalisation (Ioffe and Szegedy 2015): {@code y = (x - mean) / sqrt(variance + eps) weight
 * + bias}, channel by channel; {@code torch.nn.BatchNorm1d}, {@code 2d} and {@code 3d}.
 *
 * <p>Input [N, C, ...]: [N, C], [N, C, L], images [N, C, H, W] or more; output of the same shape.
 * In training, mean and biased variance are those of the batch, over all axes but C; in evaluation
 * they are running averages, which every training step moves by {@code running += momentum (new -
 * running)}, with the unbiased variance. A step that is not finite moves nothing; with accumulated
 * gradients every micro-batch moves them, as it does in PyTorch.
 *
 * <p>Parameters: {@code weight} and {@code bias} [C], ones and zeros at first, which weight decay
 * leaves alone. Buffers: {@code running_mean} and {@code running_var} [C], zeros and ones at first,
 * and {@code num_batches_tracked} [], the number of training steps, exact to 2^24.
 *
 * <p>One value a channel has no variance: in training, an input with N and all other axes of size 1
 * is an {@link IllegalArgumentException} when the graph is built.
 */
public final class BatchNorm implements Layer {
  private static final double EPSILON = 1e-5;
  private static final double MOMENTUM = 0.1;

  private final int channels;
  private final double epsilon;

  /** The share of the new statistics; 0 stands for the average of all batches so far. */
  private final double momentum;

  private final Affine.Parameters affine;
  private final boolean tracks;
  private final Parameter mean;
  private final Parameter variance;
  private final Parameter batches;

  private BatchNorm(
      int channels, double epsilon, double momentum, Affine.Parameters affine, boolean tracks) {
    this.channels = channels;
    this.epsilon = NormalizationChecks.epsilon("BatchNorm", epsilon);
    this.momentum = momentum;
    this.affine = affine.anew();
    this.tracks = tracks;
    this.mean = Parameter.buffer(Shape.of(channels), Initializers.zeros());
    this.variance = Parameter.buffer(Shape.of(channels), Initializers.ones());
    this.batches = Parameter.buffer(Shape.scalar(), Initializers.zeros());
  }

  /** With PyTorch's defaults: eps 1e-5, momentum 0.1, affine, running statistics. */
  public static BatchNorm of(int channels) {
    Shape shape = Shape.of(NormalizationChecks.positive("BatchNorm", "channels", channels));
    return new BatchNorm(channels, EPSILON, MOMENTUM, Affine.Parameters.both(shape), true);
  }

  /** The same layer with another number that is added to the variance, more than 0. */
  public BatchNorm withEpsilon(double value) {
    return new BatchNorm(channels, value, momentum, affine, tracks);
  }

  /** The same layer whose running statistics take over a share of the new ones, up to 1. */
  public BatchNorm withMomentum(double share) {
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException(
          "BatchNorm: momentum must be more than 0 and at most 1, got "
              + share
              + "; for the average of all batches use withCumulativeAverage()");
    }
    return new BatchNorm(channels, epsilon, share, affine, tracks);
  }

  /** The same layer whose running statistics are the plain average of all batches so far. */
  public BatchNorm withCumulativeAverage() {
    return new BatchNorm(channels, epsilon, 0, affine, tracks);
  }

  /** The same layer without weight and bias. */
  public BatchNorm withoutAffine() {
    return new BatchNorm(channels, epsilon, momentum, Affine.Parameters.none(), tracks);
  }

  /** The same layer without buffers: it normalises by the batch in evaluation, too. */
  public BatchNorm withoutRunningStatistics() {
    return new BatchNorm(channels, epsilon, momentum, affine, false);
  }

  @Override
  public Map<String, Parameter> parameters() {
    return affine.named();
  }

  @Override
  public Map<String, Parameter> buffers() {
    Map<String, Parameter> buffers = new LinkedHashMap<>();
    if (tracks) {
      buffers.put("running_mean", mean);
      buffers.put("running_var", variance);
      buffers.put("num_batches_tracked", batches);
    }
    return buffers;
  }

  @Override
  public Value forward(Value input, ForwardPass pass) {
    Value x = ChannelNormalization.channels("BatchNorm", channels, input, pass);
    ChannelNormalization.Statistics statistics;
    if (pass.training() || !tracks) {
      requireSeveral(input.shape(), x.shape(), pass);
      statistics = ChannelNormalization.Statistics.of(x);
      if (tracks) {
        track(statistics, Moments.length(x.shape()), pass);
      }
    } else {
      statistics = new ChannelNormalization.Statistics(pass.value(mean), pass.value(variance));
    }
    Value y = new ChannelNormalization(epsilon).apply(x, statistics, affine.in(pass));
    return y.reshape(input.shape());
  }

  private void requireSeveral(Shape input, Shape x, ForwardPass pass) {
    if (Moments.length(x) < 2) {
      throw new IllegalArgumentException(
          "BatchNorm "
              + pass.where()
              + ": needs 2 values or more a channel where it normalises by the batch, got "
              + input
              + ", which has "
              + Moments.length(x)
              + "; use a larger batch, or LayerNorm or GroupNorm, which look at one sample");
    }
  }

  private void track(ChannelNormalization.Statistics batch, long length, ForwardPass pass) {
    Value count = pass.value(batches).add(1);
    double unbiased = (double) length / (length - 1);
    pass.update(mean, moved(pass.value(mean), batch.mean(), 1, count));
    pass.update(variance, moved(pass.value(variance), batch.variance(), unbiased, count));
    pass.update(batches, count);
  }

  private Value moved(Value running, Value found, double factor, Value count) {
    Expr difference = Expr.input(1).times(factor).minus(Expr.input(0));
    if (momentum == 0) {
      return running.pointwise(Expr.input(0).plus(difference.over(Expr.input(2))), found, count);
    }
    return running.pointwise(Expr.input(0).plus(difference.times(momentum)), found);
  }

  @Override
  public String toString() {
    return "BatchNorm("
        + channels
        + (epsilon == EPSILON ? "" : ", eps " + epsilon)
        + (momentum == MOMENTUM ? "" : momentum == 0 ? ", cumulative" : ", momentum " + momentum)
        + affine.description()
        + (tracks ? ")" : ", no running statistics)");
  }
}

package io.deltarule.parity.golden;

import static io.deltarule.parity.golden.GoldenScenario.SMALL_RATE;

import io.deltarule.layer.Activation;
import io.deltarule.layer.BatchNorm;
import io.deltarule.layer.Dense;
import io.deltarule.layer.Flatten;
import io.deltarule.layer.GroupNorm;
import io.deltarule.layer.InstanceNorm;
import io.deltarule.layer.Layer;
import io.deltarule.layer.LayerNorm;
import io.deltarule.layer.ReshapeSamples;
import io.deltarule.layer.Residual;
import io.deltarule.layer.RmsNorm;
import io.deltarule.layer.Sequential;
import io.deltarule.layer.SqueezeExcitation;
import io.deltarule.loss.CrossEntropy;
import io.deltarule.optim.Optimizer;
import io.deltarule.optim.Optimizers;
import io.deltarule.tensor.Shape;
import java.util.List;

/** Normalising layers; after ten updates with batch norm, evaluation by its running statistics. */
final class NormalizationScenarios {
  private static final int FEATURES = 7;
  private static final int OUTPUTS = 5;
  private static final int CHANNELS = 4;
  private static final int POSITIONS = 6;

  private NormalizationScenarios() {}

  static List<GoldenScenario> all() {
    Optimizer momentum = Optimizers.momentum(0.9);
    Optimizer adamW = Optimizers.adamW(0.125);
    BatchNorm batchNorm = BatchNorm.of(9);
    return List.of(
        of("batchNorm", residual(batchNorm)).withOptimizer(momentum),
        of("batchNorm.accumulation", residual(batchNorm)).accumulating(2),
        of("batchNorm.cumulative", residual(batchNorm.withCumulativeAverage()))
            .withOptimizer(adamW)
            .withRate(SMALL_RATE),
        of("batchNorm.channels", channels(BatchNorm.of(CHANNELS))).withOptimizer(momentum),
        of("layerNorm.adamW", features(LayerNorm.of(12))).withOptimizer(adamW).withRate(SMALL_RATE),
        of("layerNorm.noBias", features(LayerNorm.of(12).withoutBias())),
        of("rmsNorm.adamW", features(RmsNorm.of(12))).withOptimizer(adamW).withRate(SMALL_RATE),
        of("groupNorm", channels(GroupNorm.of(2, CHANNELS))),
        of("instanceNorm", channels(InstanceNorm.of(CHANNELS).affine())),
        of("squeezeExcitation", channels(SqueezeExcitation.of(CHANNELS, 2))));
  }

  private static GoldenScenario of(String name, Layer model) {
    return GoldenScenario.of("norm." + name, model, CrossEntropy.mean());
  }

  private static Layer residual(BatchNorm first) {
    Layer body = Sequential.of(Dense.of(9, 9).withoutBias(), BatchNorm.of(9), Activation.tanh());
    return Sequential.of(
        Dense.of(FEATURES, 9).withoutBias(),
        first,
        Activation.tanh(),
        Residual.of(body),
        Dense.of(9, OUTPUTS));
  }

  private static Layer features(Layer norm) {
    return Sequential.of(Dense.of(FEATURES, 12), norm, Activation.gelu(), Dense.of(12, OUTPUTS));
  }

  private static Layer channels(Layer norm) {
    int features = CHANNELS * POSITIONS;
    return Sequential.of(
        Dense.of(FEATURES, features),
        new ReshapeSamples(Shape.of(CHANNELS, POSITIONS)),
        norm,
        Activation.tanh(),
        new Flatten(),
        Dense.of(features, OUTPUTS));
  }
}

package io.deltarule.parity.golden;

import static io.deltarule.parity.golden.GoldenScenario.SMALL_RATE;

import io.deltarule.layer.Activation;
import io.deltarule.layer.Activations;
import io.deltarule.layer.AvgPool2d;
import io.deltarule.layer.Conv1d;
import io.deltarule.layer.Conv2d;
import io.deltarule.layer.Conv3d;
import io.deltarule.layer.ConvTranspose2d;
import io.deltarule.layer.Dense;
import io.deltarule.layer.Flatten;
import io.deltarule.layer.GlobalPool;
import io.deltarule.layer.Layer;
import io.deltarule.layer.MaxPool1d;
import io.deltarule.layer.MaxPool2d;
import io.deltarule.layer.MaxPool3d;
import io.deltarule.layer.Sequential;
import io.deltarule.layer.Upsample;
import io.deltarule.loss.CrossEntropy;
import io.deltarule.optim.Optimizers;
import java.util.List;

/** Classifiers of images, series and volumes: the models of {@code golden_spatial_models.py}. */
final class SpatialScenarios {
  private static final int OUTPUTS = 5;

  private SpatialScenarios() {}

  static List<GoldenScenario> all() {
    return List.of(
        of("lenet", lenet()),
        of("lenet.adam", lenet()).withOptimizer(Optimizers.adam()).withRate(SMALL_RATE),
        of("series", series()),
        of("volume", volume()),
        of("transposed", transposed()),
        of("depthwise", depthwise()),
        of("upsampled", upsampled()));
  }

  private static GoldenScenario of(String name, Layer model) {
    return GoldenScenario.of("layer.spatial." + name, model, CrossEntropy.mean());
  }

  private static Layer lenet() {
    return Sequential.of(
        Conv2d.of(1, 3, 3).withPadding(1),
        Activation.relu(),
        MaxPool2d.of(2),
        Conv2d.of(3, 4, 3),
        Activation.relu(),
        MaxPool2d.of(2),
        new Flatten(),
        Dense.of(16, 7),
        Activation.relu(),
        Dense.of(7, OUTPUTS));
  }

  private static Layer series() {
    return Sequential.of(
        Conv1d.of(2, 4, 3).withStride(2).withPadding(1),
        Activation.gelu(),
        Conv1d.of(4, 6, 4).withDilation(2).withGroups(2).withSamePadding(),
        Activation.tanh(),
        MaxPool1d.of(3).withStride(2).withPadding(1),
        new Flatten(),
        Dense.of(24, OUTPUTS));
  }

  private static Layer volume() {
    return Sequential.of(
        Conv3d.of(1, 3, 2, 3, 2).withPadding(1, 0, 1),
        Activation.tanh(),
        MaxPool3d.of(2),
        Conv3d.of(3, 4, 1).withoutBias(),
        GlobalPool.average(),
        new Flatten(),
        Dense.of(4, OUTPUTS));
  }

  private static Layer transposed() {
    return Sequential.of(
        Conv2d.of(1, 4, 3).withStride(2).withPadding(1),
        Activation.tanh(),
        ConvTranspose2d.of(4, 2, 3).withStride(2).withPadding(1).withOutputPadding(1),
        Activation.tanh(),
        AvgPool2d.of(3).withStride(2).withPadding(1).withoutCountingPadding(),
        ConvTranspose2d.of(2, 4, 2).withDilation(2).withGroups(2),
        Activation.tanh(),
        AvgPool2d.of(3).withStride(2).withPadding(1),
        new Flatten(),
        Dense.of(36, OUTPUTS));
  }

  private static Layer depthwise() {
    return Sequential.of(
        Conv2d.of(2, 6, 1),
        Activation.of(Activations.silu()),
        Conv2d.of(6, 6, 3).withPadding(1).withGroups(6),
        Activation.of(Activations.silu()),
        Conv2d.of(6, 4, 1),
        GlobalPool.average(),
        new Flatten(),
        Dense.of(4, OUTPUTS));
  }

  private static Layer upsampled() {
    return Sequential.of(
        Conv2d.of(1, 3, 2),
        Activation.tanh(),
        Upsample.bilinear(2),
        Conv2d.of(3, 4, 3),
        Activation.tanh(),
        Upsample.nearest(2, 3),
        Conv2d.of(4, 4, 3).withStride(2),
        GlobalPool.max(),
        new Flatten(),
        Dense.of(4, OUTPUTS));
  }
}

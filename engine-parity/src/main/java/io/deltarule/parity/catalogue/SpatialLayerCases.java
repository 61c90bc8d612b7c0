package io.deltarule.parity.catalogue;

import io.deltarule.layer.Activation;
import io.deltarule.layer.AvgPool1d;
import io.deltarule.layer.AvgPool2d;
import io.deltarule.layer.AvgPool3d;
import io.deltarule.layer.Conv1d;
import io.deltarule.layer.Conv2d;
import io.deltarule.layer.Conv3d;
import io.deltarule.layer.ConvTranspose1d;
import io.deltarule.layer.ConvTranspose2d;
import io.deltarule.layer.ConvTranspose3d;
import io.deltarule.layer.Dense;
import io.deltarule.layer.Flatten;
import io.deltarule.layer.GlobalPool;
import io.deltarule.layer.Layer;
import io.deltarule.layer.MaxPool1d;
import io.deltarule.layer.MaxPool2d;
import io.deltarule.layer.MaxPool3d;
import io.deltarule.layer.Sequential;
import io.deltarule.layer.Upsample;
import io.deltarule.parity.Domain;
import io.deltarule.parity.OpCase;
import java.util.ArrayList;
import java.util.List;

/** Layers over images, and over one and three spatial axes. */
final class SpatialLayerCases {
  /** No two elements are so near that a step of finite differences exchanges them. */
  private static final Domain DISTINCT = Domain.distinct(0.01);

  private SpatialLayerCases() {}

  static List<OpCase> all() {
    List<OpCase> cases = new ArrayList<>();
    convolutions(cases);
    transposed(cases);
    pools(cases);
    evaluation(cases, Upsample.nearest(2), 2, 3, 4, 5);
    evaluation(cases, Upsample.nearest(1, 3), 1, 2, 3, 4);
    evaluation(cases, Upsample.bilinear(2), 2, 3, 4, 5);
    evaluation(cases, Upsample.bilinear(3, 1), 1, 2, 3, 4);
    evaluation(cases, Upsample.bilinear(4, 3), 1, 1, 1, 2);
    evaluation(
        cases,
        Sequential.of(
            Conv2d.of(1, 3, 3),
            Activation.tanh(),
            AvgPool2d.of(2),
            Conv2d.of(3, 5, 2).withSamePadding(),
            GlobalPool.average(),
            new Flatten(),
            Dense.of(5, 2)),
        2,
        1,
        8,
        9);
    return cases;
  }

  private static void convolutions(List<OpCase> cases) {
    evaluation(cases, Conv1d.of(1, 1, 1), 1, 1, 1);
    evaluation(cases, Conv1d.of(3, 4, 5).withPadding(2), 2, 3, 9);
    evaluation(cases, Conv1d.of(3, 4, 4).withDilation(2).withSamePadding(), 2, 3, 9);
    evaluation(cases, Conv2d.of(3, 5, 3), 2, 3, 6, 7);
    evaluation(cases, Conv2d.of(3, 5, 3).withoutBias(), 2, 3, 6, 7);
    evaluation(cases, Conv2d.of(3, 17, 3).withStride(2).withPadding(1), 2, 3, 6, 7);
    evaluation(cases, Conv2d.of(4, 6, 2, 3).withGroups(2).withStride(1, 2), 2, 4, 5, 7);
    evaluation(cases, Conv2d.of(4, 4, 3).withGroups(4).withSamePadding(), 2, 4, 5, 6);
    evaluation(cases, Conv2d.of(2, 3, 3).withPadding(List.of(0, 2), List.of(1, 0)), 1, 2, 5, 6);
    evaluation(cases, Conv3d.of(2, 3, 2).withPadding(1), 1, 2, 3, 4, 5);
    evaluation(cases, Conv3d.of(2, 4, 3, 1, 2).withSamePadding().withGroups(2), 1, 2, 3, 4, 5);
  }

  private static void transposed(List<OpCase> cases) {
    evaluation(cases, ConvTranspose1d.of(3, 4, 3), 2, 3, 5);
    evaluation(cases, ConvTranspose1d.of(3, 4, 3).withStride(2).withOutputPadding(1), 2, 3, 5);
    // Output padding by the dilation, of which part is beyond what any input reaches.
    evaluation(cases, ConvTranspose1d.of(2, 3, 2).withDilation(3).withOutputPadding(2), 2, 2, 5);
    evaluation(
        cases,
        ConvTranspose1d.of(2, 3, 3).withDilation(3).withPadding(1).withOutputPadding(2),
        2,
        2,
        5);
    evaluation(cases, ConvTranspose2d.of(3, 5, 2).withStride(2), 2, 3, 4, 5);
    evaluation(
        cases,
        ConvTranspose2d.of(4, 6, 3, 4)
            .withStride(2, 3)
            .withPadding(1)
            .withOutputPadding(1, 2)
            .withGroups(2),
        2,
        4,
        3,
        4);
    evaluation(cases, ConvTranspose2d.of(3, 2, 3).withPadding(1).withoutBias(), 1, 3, 4, 4);
    evaluation(cases, ConvTranspose3d.of(2, 3, 2).withStride(2, 1, 2), 1, 2, 2, 3, 2);
  }

  private static void pools(List<OpCase> cases) {
    distinct(cases, MaxPool1d.of(2), 2, 3, 9);
    distinct(cases, MaxPool1d.of(3).withStride(1).withDilation(2), 2, 3, 9);
    distinct(cases, MaxPool2d.of(2), 2, 3, 6, 7);
    distinct(cases, MaxPool2d.of(3).withStride(2).withPadding(1), 2, 3, 6, 7);
    distinct(cases, MaxPool3d.of(2, 1, 2), 1, 2, 4, 3, 5);
    evaluation(cases, AvgPool1d.of(3).withStride(2), 2, 3, 9);
    evaluation(cases, AvgPool2d.of(2), 2, 3, 6, 7);
    evaluation(cases, AvgPool2d.of(3).withStride(2).withPadding(1), 2, 3, 6, 7);
    evaluation(
        cases, AvgPool2d.of(3).withStride(2).withPadding(1).withoutCountingPadding(), 2, 3, 6, 7);
    evaluation(cases, AvgPool3d.of(2), 1, 2, 4, 5, 6);
    evaluation(cases, GlobalPool.average(), 2, 3, 4, 5);
    evaluation(cases, GlobalPool.average(), 2, 3, 7);
    distinct(cases, GlobalPool.max(), 2, 3, 4, 5);
    distinct(cases, GlobalPool.max(), 1, 2, 2, 3, 2);
  }

  private static void evaluation(List<OpCase> cases, Layer layer, int... input) {
    cases.add(LayerCases.evaluation(layer, input));
  }

  private static void distinct(List<OpCase> cases, Layer layer, int... input) {
    cases.add(LayerCases.builtFrom(layer, false, input, b -> b.input("x", DISTINCT, input)));
  }
}

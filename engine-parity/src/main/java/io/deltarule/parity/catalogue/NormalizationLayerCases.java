package io.deltarule.parity.catalogue;

import static io.deltarule.parity.catalogue.LayerCases.evaluation;
import static io.deltarule.parity.catalogue.LayerCases.training;

import io.deltarule.layer.Activation;
import io.deltarule.layer.Activations;
import io.deltarule.layer.BatchNorm;
import io.deltarule.layer.ChannelDropout;
import io.deltarule.layer.Dense;
import io.deltarule.layer.Dropout;
import io.deltarule.layer.ForwardPass;
import io.deltarule.layer.GroupNorm;
import io.deltarule.layer.InstanceNorm;
import io.deltarule.layer.LayerNorm;
import io.deltarule.layer.Recomputed;
import io.deltarule.layer.Residual;
import io.deltarule.layer.RmsNorm;
import io.deltarule.layer.Sequential;
import io.deltarule.layer.SqueezeExcitation;
import io.deltarule.layer.StochasticDepth;
import io.deltarule.parity.Domain;
import io.deltarule.parity.OpCase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Normalising and small layers in both modes, with gradients by input, weight and bias. */
final class NormalizationLayerCases {
  private NormalizationLayerCases() {}

  static List<OpCase> all() {
    List<OpCase> cases = new ArrayList<>();
    batch(cases);
    groups(cases);
    rows(cases);
    channels(cases);
    recomputed(cases);
    cases.add(updates(BatchNorm.of(3), 4, 3));
    cases.add(updates(BatchNorm.of(17).withMomentum(0.25), 2, 17, 5));
    cases.add(updates(BatchNorm.of(2).withCumulativeAverage(), 1, 2, 2));
    return cases;
  }

  /** What a training step makes of the running statistics. */
  private static OpCase updates(BatchNorm layer, int... input) {
    BuiltLayer built = new BuiltLayer(layer, true);
    OpCase.Builder builder =
        OpCase.named("running statistics of " + layer + " of " + Arrays.toString(input))
            .operation("BatchNorm")
            .constant("x", Domain.uniform(-1, 1), input);
    return built
        .declaredConstant(builder)
        .computesAll(
            in -> {
              ForwardPass pass = built.pass(in);
              layer.forward(in.get("x"), pass);
              return layer.buffers().values().stream().map(pass.updates()::get).toList();
            });
  }

  private static void batch(List<OpCase> cases) {
    cases.add(training(BatchNorm.of(3), 4, 3));
    cases.add(training(BatchNorm.of(17), 5, 17));
    cases.add(training(BatchNorm.of(2), 3, 2, 5));
    cases.add(training(BatchNorm.of(3), 2, 3, 4, 5));
    cases.add(training(BatchNorm.of(1), 1, 1, 7));
    cases.add(training(BatchNorm.of(2), 2, 2, 2, 3, 2));
    cases.add(training(BatchNorm.of(3).withoutAffine(), 4, 3, 2));
    cases.add(training(BatchNorm.of(3).withEpsilon(0.01).withCumulativeAverage(), 4, 3, 2));
    cases.add(training(BatchNorm.of(3).withMomentum(0.25), 4, 3, 2));
    cases.add(training(BatchNorm.of(3).withoutRunningStatistics(), 4, 3, 2));
    cases.add(evaluation(BatchNorm.of(3), 4, 3));
    cases.add(evaluation(BatchNorm.of(3), 1, 3));
    cases.add(evaluation(BatchNorm.of(3), 2, 3, 4, 5));
    cases.add(evaluation(BatchNorm.of(3).withoutAffine(), 4, 3, 2));
    cases.add(evaluation(BatchNorm.of(3).withoutRunningStatistics(), 4, 3, 2));
    Sequential body =
        Sequential.of(Dense.of(5, 5).withoutBias(), BatchNorm.of(5), Activation.tanh());
    cases.add(training(Residual.of(body), 4, 5));
  }

  private static void groups(List<OpCase> cases) {
    cases.add(evaluation(GroupNorm.of(2, 4), 3, 4));
    cases.add(evaluation(GroupNorm.of(1, 3), 2, 3, 5));
    cases.add(evaluation(GroupNorm.of(3, 6), 2, 6, 2, 3));
    cases.add(evaluation(GroupNorm.of(2, 6).withEpsilon(0.01).withoutAffine(), 2, 6, 3));
    cases.add(evaluation(GroupNorm.of(4, 4), 2, 4, 17));
    cases.add(evaluation(InstanceNorm.of(3), 2, 3, 5));
    cases.add(evaluation(InstanceNorm.of(2).affine(), 3, 2, 3, 3));
    cases.add(evaluation(InstanceNorm.of(2).affine().withEpsilon(0.01), 1, 2, 16));
  }

  private static void channels(List<OpCase> cases) {
    for (double probability : new double[] {0, 0.5, 1}) {
      cases.add(training(ChannelDropout.of(probability), 3, 4, 5));
      cases.add(training(StochasticDepth.of(probability), 17, 3));
    }
    cases.add(training(ChannelDropout.of(0.25), 2, 7, 3, 2));
    cases.add(training(StochasticDepth.of(0.25), 17, 2, 2));
    cases.add(training(StochasticDepth.of(0.25), 17));
    cases.add(evaluation(ChannelDropout.of(0.5), 3, 4, 5));
    cases.add(evaluation(StochasticDepth.of(0.5), 5, 3));
    cases.add(evaluation(SqueezeExcitation.of(4, 2), 3, 4, 5));
    cases.add(evaluation(SqueezeExcitation.of(3, 4), 2, 3, 2, 2));
    cases.add(evaluation(SqueezeExcitation.of(2, 3), 3, 2, 5));
    cases.add(evaluation(SqueezeExcitation.of(3, 2), 3, 3, 3));
    cases.add(
        evaluation(
            SqueezeExcitation.of(2, 3)
                .withActivations(Activations.silu(), Activations.hardSigmoid()),
            2,
            2,
            17));
  }

  private static void recomputed(List<OpCase> cases) {
    Sequential block =
        Sequential.of(
            Dense.of(6, 6).withoutBias(),
            BatchNorm.of(6),
            Activation.tanh(),
            Dropout.of(0.25),
            LayerNorm.of(6));
    cases.add(training(Recomputed.of(block), 4, 6));
    cases.add(evaluation(Recomputed.of(block), 4, 6));
    cases.add(training(Residual.of(Recomputed.of(Dense.of(5, 5))), 3, 5));
  }

  private static void rows(List<OpCase> cases) {
    cases.add(evaluation(LayerNorm.of(5), 3, 5));
    cases.add(evaluation(LayerNorm.of(17), 2, 3, 17));
    cases.add(evaluation(LayerNorm.of(3, 4), 2, 3, 4));
    cases.add(evaluation(LayerNorm.of(6), 6));
    cases.add(evaluation(LayerNorm.of(6).withoutBias(), 4, 6));
    cases.add(evaluation(LayerNorm.of(6).withoutAffine().withEpsilon(0.01), 4, 6));
    cases.add(evaluation(LayerNorm.of(4), 0, 4));
    cases.add(evaluation(RmsNorm.of(5), 3, 5));
    cases.add(evaluation(RmsNorm.of(2, 3), 4, 2, 3));
    cases.add(evaluation(RmsNorm.of(16).withEpsilon(0.01), 2, 3, 16));
    cases.add(evaluation(RmsNorm.of(7).withoutAffine(), 2, 7));
    cases.add(training(Sequential.of(LayerNorm.of(6), Dense.of(6, 4), Activation.tanh()), 3, 6));
  }
}

package io.deltarule.parity.golden;

import io.deltarule.graph.Value;
import io.deltarule.layer.Activation;
import io.deltarule.layer.Softmax;
import io.deltarule.loss.CosineEmbedding;
import io.deltarule.loss.CrossEntropy;
import io.deltarule.loss.KullbackLeibler;
import io.deltarule.loss.Loss;
import io.deltarule.loss.Losses;
import io.deltarule.loss.Reduction;
import io.deltarule.loss.TripletMargin;
import java.util.List;

/** Every loss, under a network of three layers. */
final class LossScenarios {
  private static final List<Float> WEIGHTS = List.of(1f, 0.5f, 2f, 0.25f, 1.5f);
  private static final int IGNORED = -100;

  private LossScenarios() {}

  static List<GoldenScenario> all() {
    return List.of(
        of("meanSquared", Losses.meanSquared(Reduction.MEAN)),
        of("meanAbsolute", Losses.meanAbsolute(Reduction.MEAN)),
        of("huber", Losses.huber(0.75, Reduction.MEAN)),
        of("logCosh", Losses.logCosh(Reduction.MEAN)),
        of("hinge", Losses.hinge(Reduction.MEAN)),
        GoldenScenario.of(
            "loss.binaryCrossEntropy",
            Mlps.deep(Activation.sigmoid()),
            Losses.binaryCrossEntropy(Reduction.MEAN)),
        of("withLogits", Losses.binaryCrossEntropyWithLogits(Reduction.MEAN)),
        of("withLogits.weighted", Losses.binaryCrossEntropyWithLogits(2.5, Reduction.MEAN)),
        of("crossEntropy", CrossEntropy.mean()),
        of("crossEntropy.distributions", CrossEntropy.mean()),
        of("crossEntropy.smoothed", CrossEntropy.mean().withLabelSmoothing(0.125)),
        of("crossEntropy.weighted", CrossEntropy.mean().withClassWeights(WEIGHTS)),
        of("crossEntropy.ignoring", CrossEntropy.mean().ignoring(IGNORED)),
        of(
            "crossEntropy.all",
            CrossEntropy.mean()
                .withClassWeights(WEIGHTS)
                .withLabelSmoothing(0.125)
                .ignoring(IGNORED)),
        GoldenScenario.of(
            "loss.kullbackLeibler",
            Mlps.deep(Softmax.logOverLastAxis()),
            KullbackLeibler.batchMean()),
        of("cosineEmbedding", LossScenarios::cosineEmbedding),
        // Distances ignore what is added to all: without the tanh the last bias had no gradient.
        GoldenScenario.of(
            "loss.tripletMargin", Mlps.deep(Activation.tanh()), LossScenarios::tripletMargin));
  }

  private static GoldenScenario of(String name, Loss loss) {
    return GoldenScenario.of("loss." + name, Mlps.deep(), loss);
  }

  /** By hand: the first half of the batch's outputs pairs with the second; its marks count. */
  private static Value cosineEmbedding(Value outputs, Value marks) {
    return new CosineEmbedding(0.125, Reduction.MEAN)
        .apply(outputs.slice(0, 0, 3), outputs.slice(0, 3, 6), marks.slice(0, 0, 3));
  }

  /** By hand: thirds of the batch's outputs are anchors, positives, negatives; no target counts. */
  private static Value tripletMargin(Value outputs, Value unused) {
    return new TripletMargin(4, Reduction.MEAN)
        .apply(outputs.slice(0, 0, 2), outputs.slice(0, 2, 4), outputs.slice(0, 4, 6));
  }
}

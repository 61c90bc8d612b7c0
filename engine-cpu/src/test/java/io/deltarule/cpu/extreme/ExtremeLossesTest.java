package io.deltarule.cpu.extreme;

import io.deltarule.graph.Value;
import io.deltarule.loss.CosineEmbedding;
import io.deltarule.loss.CrossEntropy;
import io.deltarule.loss.KullbackLeibler;
import io.deltarule.loss.Loss;
import io.deltarule.loss.Losses;
import io.deltarule.loss.Reduction;
import io.deltarule.loss.TripletMargin;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every loss where exponentials overflow, probabilities are 0 or 1, and vectors vanish. */
class ExtremeLossesTest {
  private static final float[] FAR = {1e4f, -1e4f, 100, -100, 88.8f, -88.8f, 0f, -0f};
  private static final double TOLERANCE = 1e-6;

  private static void require(String what, Evaluated.Body body, Tensor... inputs) {
    Evaluated.requireClose(what, List.of(inputs), body, TOLERANCE, false);
  }

  private static Evaluated.Body body(Loss loss) {
    return x -> loss.apply(x.get(0), x.get(1));
  }

  static Stream<Arguments> ofFarPredictions() {
    return Stream.<Arguments>of(
        row("meanSquared", Losses::meanSquared),
        row("meanAbsolute", Losses::meanAbsolute),
        row("huber", r -> Losses.huber(0.75, r)),
        row("logCosh", Losses::logCosh),
        row("hinge", Losses::hinge),
        row("withLogits", Losses::binaryCrossEntropyWithLogits),
        row("withLogits.weighted", r -> Losses.binaryCrossEntropyWithLogits(2.5, r)));
  }

  private static Arguments row(String name, Function<Reduction, Loss> loss) {
    return Arguments.of(name, loss);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ofFarPredictions")
  void farPredictionsGiveFiniteLosses(String name, Function<Reduction, Loss> loss) {
    for (Reduction reduction : Reduction.values()) {
      for (float target : new float[] {0, 1, 0.5f, -1}) {
        if (target < 0 && name.startsWith("withLogits")) {
          continue; // its targets are probabilities
        }
        float[] targets = new float[FAR.length];
        Arrays.fill(targets, target);
        require(
            name + " " + reduction + " of target " + target,
            body(loss.apply(reduction)),
            Tensor.of(Shape.of(FAR.length), FAR),
            Tensor.of(Shape.of(FAR.length), targets));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void certainProbabilitiesGiveNoLogarithmOfZero(Reduction reduction) {
    require(
        "binaryCrossEntropy",
        body(Losses.binaryCrossEntropy(reduction)),
        Tensor.of(Shape.of(6), 0f, 1, 0, 1, 1e-30f, 0.5f),
        Tensor.of(Shape.of(6), 0f, 1, 1, 0, 1, 0.5f));
  }

  static Stream<CrossEntropy> crossEntropies() {
    return Stream.of(Reduction.values())
        .map(CrossEntropy::of)
        .flatMap(
            plain -> {
              CrossEntropy smoothed = plain.withLabelSmoothing(0.125);
              CrossEntropy weighted = plain.withClassWeights(List.of(1f, 0.5f, 2f));
              return Stream.of(plain, smoothed, weighted);
            });
  }

  @ParameterizedTest
  @MethodSource("crossEntropies")
  void farLogitsGiveFiniteCrossEntropies(CrossEntropy loss) {
    Tensor logits =
        Tensor.of(Shape.of(4, 3), 1e4f, -1e4f, 0, 100, -100, 0, -1e4f, -1e4f, 1e4f, 0, -0f, 0);
    require("labels", body(loss), logits, Tensor.of(Shape.of(4), 1, 0, 0, 2));
    require(
        "ignored label", body(loss.ignoring(-100)), logits, Tensor.of(Shape.of(4), 1, -100, 0, 2));
    require(
        "distribution",
        body(loss),
        logits,
        Tensor.of(Shape.of(4, 3), 1f, 0, 0, 0, 1, 0, 0.5f, 0, 0.5f, 0, 0.25f, 0.75f));
  }

  @ParameterizedTest
  @EnumSource
  void targetsOfProbabilityZeroGiveFiniteDivergences(Reduction reduction) {
    Tensor logs = Tensor.of(Shape.of(2, 3), -1e4f, -100, 0, -1e4f, -0.5f, -1);
    Tensor targets = Tensor.of(Shape.of(2, 3), 0f, 0, 1, 1e-30f, 0.5f, 0.5f);
    require("kullbackLeibler", body(Losses.kullbackLeibler(reduction)), logs, targets);
    require("batchMean", body(KullbackLeibler.batchMean()), logs, targets);
  }

  @ParameterizedTest
  @EnumSource
  void vanishingAndLongVectorsGiveFiniteLosses(Reduction reduction) {
    Tensor a = Tensor.of(Shape.of(4, 2), 0f, 0, 0, 0, 1e4f, -1e4f, 1, 2);
    Tensor b = Tensor.of(Shape.of(4, 2), 0f, 0, 1, 2, 1e4f, 1e4f, 1, 2);
    Tensor marks = Tensor.of(Shape.of(4), 1f, -1, 1, -1);
    Function<List<Value>, Value> cosine =
        x -> new CosineEmbedding(0.125, reduction).apply(x.get(0), x.get(1), x.get(2));
    require("cosineEmbedding", cosine::apply, a, b, marks);
    Function<List<Value>, Value> triplet =
        x -> new TripletMargin(0.75, reduction).apply(x.get(0), x.get(1), x.get(2));
    require("tripletMargin", triplet::apply, a, b, a);
  }
}

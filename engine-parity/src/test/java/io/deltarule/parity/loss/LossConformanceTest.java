package io.deltarule.parity.loss;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.graph.Value;
import io.deltarule.loss.CosineEmbedding;
import io.deltarule.loss.CrossEntropy;
import io.deltarule.loss.KullbackLeibler;
import io.deltarule.loss.Loss;
import io.deltarule.loss.Losses;
import io.deltarule.loss.Reduction;
import io.deltarule.loss.TripletMargin;
import io.deltarule.parity.golden.Closeness;
import io.deltarule.parity.golden.Evaluated;
import io.deltarule.parity.golden.Golden;
import io.deltarule.parity.golden.Recording;
import io.deltarule.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every loss against PyTorch's float64, with each reduction: value and gradient by every input. */
class LossConformanceTest {
  private static final Recording GOLDEN = Golden.read("losses");
  private static final Closeness BOUND = new Closeness(1e-14, 1e-14);
  private static final List<Float> WEIGHTS = List.of(1f, 0.5f, 2f, 0.25f);

  /** A loss of some recorded inputs. */
  private record Row(String name, String inputs, BiFunction<List<Value>, Reduction, Value> loss) {}

  private static Row row(String name, String inputs, Function<Reduction, Loss> loss) {
    return new Row(name, inputs, (v, r) -> loss.apply(r).apply(v.get(0), v.get(1)));
  }

  private static List<Row> table() {
    return List.of(
        row("meanSquared", "values", Losses::meanSquared),
        row("meanAbsolute", "values", Losses::meanAbsolute),
        row("huber", "values", r -> Losses.huber(0.75, r)),
        row("logCosh", "values", Losses::logCosh),
        row("hinge", "signs", Losses::hinge),
        row("binaryCrossEntropy", "probabilities", Losses::binaryCrossEntropy),
        row("binaryCrossEntropy.certain", "certain", Losses::binaryCrossEntropy),
        row("withLogits", "logits", Losses::binaryCrossEntropyWithLogits),
        row("withLogits.far", "farLogits", Losses::binaryCrossEntropyWithLogits),
        row("withLogits.weighted", "logits", r -> Losses.binaryCrossEntropyWithLogits(2.5, r)),
        row("crossEntropy", "labels", CrossEntropy::of),
        row("crossEntropy.far", "farLabels", CrossEntropy::of),
        row("crossEntropy.smoothed", "labels", r -> smoothed(CrossEntropy.of(r))),
        row("crossEntropy.weighted", "labels", r -> weighted(CrossEntropy.of(r))),
        row("crossEntropy.ignored", "ignored", r -> CrossEntropy.of(r).ignoring(-100)),
        row("crossEntropy.ignoredClass", "ignoredClass", r -> CrossEntropy.of(r).ignoring(2)),
        row(
            "crossEntropy.all",
            "ignored",
            r -> smoothed(weighted(CrossEntropy.of(r))).ignoring(-100)),
        row("crossEntropy.distribution", "distributions", CrossEntropy::of),
        row(
            "crossEntropy.distribution.all",
            "distributions",
            r -> smoothed(weighted(CrossEntropy.of(r)))),
        row("kullbackLeibler", "logProbabilities", Losses::kullbackLeibler),
        new Row(
            "cosineEmbedding",
            "embeddings",
            (v, r) -> new CosineEmbedding(0.125, r).apply(v.get(0), v.get(1), v.get(2))),
        new Row(
            "tripletMargin",
            "triplets",
            (v, r) -> new TripletMargin(0.75, r).apply(v.get(0), v.get(1), v.get(2))));
  }

  private static CrossEntropy smoothed(CrossEntropy loss) {
    return loss.withLabelSmoothing(0.125);
  }

  private static CrossEntropy weighted(CrossEntropy loss) {
    return loss.withClassWeights(WEIGHTS);
  }

  static Stream<Arguments> tableWithReductions() {
    return table().stream()
        .flatMap(row -> Stream.of(Reduction.values()).map(r -> Arguments.of(row.name(), r, row)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("tableWithReductions")
  void valueAndGradientsArePyTorchs(String name, Reduction reduction, Row row) {
    String key = name + "." + reduction.name().toLowerCase(Locale.ROOT) + ".";
    Evaluated found =
        Evaluated.of(
            GOLDEN.under(row.inputs() + "."),
            Optional.of(GOLDEN.tensor(key + "upstream")),
            inputs -> row.loss().apply(new ArrayList<>(inputs.values()), reduction));
    BOUND.require(key + "value", found.value(), GOLDEN.tensor(key + "value"));
    Map<String, Tensor> gradients = GOLDEN.under(key + "gradient.");
    assertThat(gradients).containsKey("0");
    gradients.forEach(
        (input, expected) ->
            BOUND.require(key + "gradient." + input, found.gradients().get(input), expected));
  }

  @Test
  void batchMeanOfKullbackLeiblerIsPyTorchs() {
    Evaluated found =
        Evaluated.of(
            GOLDEN.under("logProbabilities."),
            inputs -> KullbackLeibler.batchMean().apply(inputs.get("0"), inputs.get("1")));
    String key = "kullbackLeibler.batchMean.";
    BOUND.require(key, found.value(), GOLDEN.tensor(key + "value"));
    BOUND.require(key, found.gradients().get("0"), GOLDEN.tensor(key + "gradient.0"));
  }
}

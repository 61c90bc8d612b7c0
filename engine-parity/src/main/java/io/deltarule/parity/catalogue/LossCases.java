package io.deltarule.parity.catalogue;

import io.deltarule.autodiff.ReverseMode;
import io.deltarule.graph.Value;
import io.deltarule.loss.KullbackLeibler;
import io.deltarule.loss.Loss;
import io.deltarule.loss.Losses;
import io.deltarule.loss.Reduction;
import io.deltarule.parity.Domain;
import io.deltarule.parity.OpCase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** The losses of single elements, with every reduction and at extreme predictions. */
final class LossCases {
  /** Predictions away from targets by 0.3 to 3.3: off the corners at 0, and at 1 for Huber. */
  private static final Domain PREDICTION = Domain.uniform(1.3, 2.2);

  private static final Domain TARGET = Domain.values(1, -1, 0.9, 0.7, -0.5);
  private static final Domain PROBABILITY = Domain.uniform(0.1, 0.9);
  private static final Domain EITHER = Domain.values(0, 1, 1, 0.25, 0.5, 0);
  private static final Domain MARK = Domain.values(1, -1, -1);

  private LossCases() {}

  /**
   * A loss and what it is applied to.
   *
   * @param name the factory's name
   * @param byTarget whether it can be differentiated by the target where the domain has it
   */
  private record Entry(
      String name,
      String variant,
      Function<Reduction, Loss> loss,
      Domain prediction,
      Domain target,
      boolean byTarget) {}

  private static final Set<String> SMOOTH =
      Set.of(
          "meanSquared",
          "logCosh",
          "binaryCrossEntropy",
          "binaryCrossEntropyWithLogits",
          "kullbackLeibler");

  private static List<Entry> losses() {
    Domain logits = Domain.uniform(-4, 4);
    Domain logProbability = Domain.uniform(-3, -0.1);
    return List.of(
        entry("meanSquared", Losses::meanSquared, PREDICTION, TARGET, true),
        entry("meanAbsolute", Losses::meanAbsolute, PREDICTION, TARGET, true),
        entry("huber", r -> Losses.huber(1.25, r), PREDICTION, TARGET, true),
        entry("logCosh", Losses::logCosh, PREDICTION, TARGET, true),
        entry("binaryCrossEntropy", Losses::binaryCrossEntropy, PROBABILITY, PROBABILITY, true),
        entry(
            "binaryCrossEntropyWithLogits",
            Losses::binaryCrossEntropyWithLogits,
            logits,
            EITHER,
            true),
        new Entry(
            "binaryCrossEntropyWithLogits",
            " with positive weight",
            r -> Losses.binaryCrossEntropyWithLogits(2.5, r),
            logits,
            EITHER,
            true),
        entry("kullbackLeibler", Losses::kullbackLeibler, logProbability, PROBABILITY, true),
        entry("hinge", Losses::hinge, Domain.eitherSign(0.1, 0.9), MARK, false),
        new Entry(
            "hinge", " of wide margins", Losses::hinge, Domain.eitherSign(1.1, 2), MARK, false));
  }

  private static Entry entry(
      String name,
      Function<Reduction, Loss> loss,
      Domain prediction,
      Domain target,
      boolean byTarget) {
    return new Entry(name, "", loss, prediction, target, byTarget);
  }

  static List<OpCase> all() {
    List<OpCase> cases = new ArrayList<>();
    for (Entry entry : losses()) {
      cases.add(reduced(entry, Reduction.MEAN, 5, 7));
      cases.add(reduced(entry, Reduction.SUM, 17));
      cases.add(reduced(entry, Reduction.NONE, 3, 4, 3));
      cases.add(reduced(entry, Reduction.MEAN, 1, 1));
      cases.add(extreme(entry));
    }
    Domain probabilities = Domain.values(0.5, 0.25, 0.25, 0.125, 0.5, 0.375);
    cases.add(
        OpCase.named("Kullback-Leibler divergence averaged over the batch")
            .operation(KullbackLeibler.class.getSimpleName())
            .input("prediction", Domain.uniform(-3, -0.1), 4, 3)
            .input("target", probabilities, 4, 3)
            .computes(
                in -> KullbackLeibler.batchMean().apply(in.get("prediction"), in.get("target"))));
    cases.add(
        OpCase.named("Kullback-Leibler divergence from targets with zeros")
            .operation("kullbackLeibler")
            .input("prediction", Domain.uniform(-3, -0.1), 4, 3)
            .constant("target", Domain.values(0, 1, 0.5, -0.0, 0.25), 4, 3)
            .computes(
                in ->
                    Losses.kullbackLeibler(Reduction.SUM)
                        .apply(in.get("prediction"), in.get("target"))));
    cases.add(
        OpCase.named("log-cosh of small differences")
            .operation("logCosh")
            .input("prediction", Domain.eitherSign(0.001, 0.04), 31)
            .constant("target", Domain.values(0), 31)
            .computes(
                in -> Losses.logCosh(Reduction.SUM).apply(in.get("prediction"), in.get("target"))));
    cases.add(
        OpCase.named("mean squared error of nothing summed")
            .operation("meanSquared")
            .input("prediction", PREDICTION, 0, 3)
            .input("target", TARGET, 0, 3)
            .computes(
                in ->
                    Losses.meanSquared(Reduction.SUM)
                        .apply(in.get("prediction"), in.get("target"))));
    return cases;
  }

  private static OpCase reduced(Entry entry, Reduction reduction, int... dims) {
    OpCase.Builder builder =
        OpCase.named(
                entry.name
                    + entry.variant
                    + " loss of "
                    + Arrays.toString(dims)
                    + " reduced by "
                    + reduction)
            .operation(entry.name)
            .input("prediction", entry.prediction, dims);
    if (entry.byTarget) {
      builder.input("target", entry.target, dims);
    } else {
      builder.constant("target", entry.target, dims);
    }
    return (SMOOTH.contains(entry.name) ? builder : builder.notSmooth())
        .computes(in -> entry.loss.apply(reduction).apply(in.get("prediction"), in.get("target")));
  }

  /** Value and derivative of every loss by itself, where finite differences say nothing. */
  private static OpCase extreme(Entry entry) {
    // Its predictions are probabilities or their logarithms.
    Domain predictions =
        switch (entry.name) {
          case "binaryCrossEntropy" -> Domain.values(0, 1, 1e-30f, 1e-40f, 1 - 0x1p-24, 1e-6f);
          // A square must be a float32.
          case "meanSquared" -> Domain.extremesUpTo(1e4);
          default -> Domain.extremesUpTo(1e30);
        };
    return OpCase.named(entry.name + entry.variant + " loss of extreme predictions")
        .operation(entry.name)
        .constant("prediction", predictions, 59)
        .constant("target", entry.name.equals("hinge") ? MARK : Domain.values(1, 0), 59)
        .computesAll(
            in -> {
              Value prediction = in.get("prediction");
              Value loss = entry.loss.apply(Reduction.NONE).apply(prediction, in.get("target"));
              Value ones = loss.graph().full(loss.shape(), 1);
              return List.of(
                  loss,
                  ReverseMode.gradients(List.of(loss), List.of(ones), List.of(prediction)).get(0));
            });
  }
}

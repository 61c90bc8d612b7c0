package io.deltarule.parity.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.deltarule.backend.Engine;
import io.deltarule.layer.Dense;
import io.deltarule.loss.Losses;
import io.deltarule.loss.Reduction;
import io.deltarule.optim.Optimizer;
import io.deltarule.optim.Optimizers;
import io.deltarule.optim.Transformations;
import io.deltarule.parity.golden.Closeness;
import io.deltarule.parity.golden.Golden;
import io.deltarule.parity.golden.Recording;
import io.deltarule.parity.golden.TrainedState;
import io.deltarule.tensor.Shape;
import io.deltarule.train.Training;
import io.deltarule.train.TrainingStep;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every optimizer against PyTorch's in float64, over 20 steps of a logistic regression whose weight
 * decays and whose bias does not. The averages of the weights ride along.
 */
class OptimizerConformanceTest {
  private static final Recording GOLDEN = Golden.read("optimizers");
  private static final double RATE = 0.0625;
  private static final double DECAY = 0.1;
  private static final Closeness BOUND = new Closeness(1e-12, 1e-13);

  static Stream<Arguments> table() {
    return Stream.of(
        Arguments.of("sgd", Optimizers.sgd()),
        Arguments.of("sgd.decay", decaying(Optimizers.sgd())),
        Arguments.of("momentum", Optimizers.momentum(0.9)),
        Arguments.of("momentum.decay", decaying(Optimizers.momentum(0.9))),
        Arguments.of("nesterov", Optimizers.nesterov(0.9)),
        Arguments.of("nesterov.decay", decaying(Optimizers.nesterov(0.9))),
        Arguments.of("adaGrad", Optimizers.adaGrad()),
        Arguments.of("adaGrad.decay", decaying(Optimizers.adaGrad())),
        Arguments.of("rmsProp", Optimizers.rmsProp()),
        Arguments.of("rmsProp.centred", centredRmsProp()),
        Arguments.of("rmsProp.decay", decaying(Optimizers.rmsProp())),
        Arguments.of("adam", Optimizers.adam()),
        Arguments.of("adam.betas", Optimizers.adam(0.5, 0.75, 1e-3)),
        Arguments.of("adam.decay", decaying(Optimizers.adam())),
        Arguments.of("adamW", Optimizers.adamW(DECAY)),
        Arguments.of("nAdam", Optimizers.nAdam()),
        Arguments.of("nAdam.decay", decaying(Optimizers.nAdam())),
        Arguments.of("lion", Optimizers.lion(0)),
        Arguments.of("lion.decay", Optimizers.lion(DECAY)),
        Arguments.of("clipByValue", Optimizers.sgd().precededBy(Transformations.clipByValue(0.95))),
        Arguments.of(
            "clipByGlobalNorm",
            Optimizers.sgd().precededBy(Transformations.clipByGlobalNorm(1.2))));
  }

  private static Optimizer decaying(Optimizer optimizer) {
    return optimizer.precededBy(Transformations.addDecayedWeights(DECAY));
  }

  private static Optimizer centredRmsProp() {
    return Optimizer.of(
        "centred",
        Transformations.scaleByRms(0.9, 1e-8, true),
        Transformations.scaleByLearningRate());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("table")
  void twentyStepsAreThoseOfPyTorch(String name, Optimizer optimizer) {
    try (Engine engine = Engine.open("reference");
        Training training =
            Training.of(engine, Dense.of(3, 1))
                .features(Shape.of(3))
                .targets(Shape.of(1))
                .loss(Losses.binaryCrossEntropyWithLogits(Reduction.MEAN))
                .optimizer(optimizer.followedBy(Transformations.averageWeights(0.75)))
                .build()) {
      training.setParameters(GOLDEN.under("first."));
      TrainingStep step = training.step(8);
      step.features().write(GOLDEN.tensor("x"));
      step.targets().write(GOLDEN.tensor("y"));
      double[] losses = GOLDEN.numbers(name + ".losses");
      for (int i = 0; i < losses.length; i++) {
        step.run(RATE);
        String when = name + " after step " + (i + 1);
        assertThat((double) step.loss()).as(when).isCloseTo(losses[i], withinPercentage(1e-5));
        BOUND.require(
            when, TrainedState.joined(TrainedState.parameters(training)), row(name + ".path", i));
        BOUND.require(
            when + ", average",
            TrainedState.joined(TrainedState.slot(training, "ema")),
            row(name + ".averages", i));
      }
      assertThat(training.updates()).isEqualTo(losses.length);
    }
  }

  private static double[] row(String key, int row) {
    double[] all = GOLDEN.numbers(key);
    int columns = GOLDEN.tensor(key).shape().dim(1);
    return Arrays.copyOfRange(all, row * columns, (row + 1) * columns);
  }
}

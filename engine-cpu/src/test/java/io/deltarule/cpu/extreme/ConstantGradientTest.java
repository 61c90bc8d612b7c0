package io.deltarule.cpu.extreme;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.backend.BackendOptions;
import io.deltarule.backend.Engine;
import io.deltarule.layer.Dense;
import io.deltarule.optim.Optimizer;
import io.deltarule.optim.Optimizers;
import io.deltarule.optim.Transformations;
import io.deltarule.tensor.Shape;
import io.deltarule.train.Training;
import io.deltarule.train.TrainingStep;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every optimizer under a gradient that never changes, from none to huge: moving averages then meet
 * what they average, and differences of them cancel.
 */
class ConstantGradientTest {
  private static final float[] GRADIENTS = {0, 1e-30f, -1e-20f, 1e-8f, 0.3f, -7, 1e8f};
  private static final double RATE = 1e-3;
  private static final int STEPS = 3000;

  static Stream<Optimizer> optimizers() {
    return Stream.of(
        Optimizers.sgd(),
        Optimizers.momentum(0.9),
        Optimizers.nesterov(0.9),
        Optimizers.adaGrad(),
        Optimizers.rmsProp(),
        Optimizer.of(
            "rmsprop centred",
            Transformations.scaleByRms(0.9, 1e-8, true),
            Transformations.scaleByLearningRate()),
        Optimizers.adam(),
        Optimizers.adamW(0.01),
        Optimizers.nAdam(),
        Optimizers.lion(0.01));
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void parametersStayFiniteAndMoveAgainstTheGradient(Optimizer optimizer) {
    int count = GRADIENTS.length;
    // The loss is the sum of weight times input, so the input is the gradient.
    try (Engine engine = Engine.open("cpu", BackendOptions.standard().withThreads(1));
        Training training =
            Training.of(engine, Dense.of(count, 1).withoutBias())
                .features(Shape.of(count))
                .targets(Shape.of(1))
                .loss((prediction, target) -> prediction.sum())
                .optimizer(optimizer)
                .build()) {
      float[] first = training.parameters().get("weight").floats().clone();
      TrainingStep step = training.step(1);
      step.features().write(GRADIENTS, 0);
      for (int i = 0; i < STEPS; i++) {
        step.run(RATE);
      }
      assertThat(training.updates()).isEqualTo(STEPS);
      float[] last = training.parameters().get("weight").floats();
      for (int i = 0; i < count; i++) {
        assertThat(last[i]).as("gradient %s", GRADIENTS[i]).isFinite();
        if (Math.abs(GRADIENTS[i]) > 0.1) {
          assertThat(Math.signum(last[i] - first[i])).isEqualTo(-Math.signum(GRADIENTS[i]));
        }
      }
    }
  }
}

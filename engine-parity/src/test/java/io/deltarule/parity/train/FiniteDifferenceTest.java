package io.deltarule.parity.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.backend.Engine;
import io.deltarule.backend.Executable;
import io.deltarule.graph.Computation;
import io.deltarule.graph.Graph;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.layer.Activation;
import io.deltarule.layer.Activations;
import io.deltarule.layer.Dense;
import io.deltarule.layer.Layer;
import io.deltarule.layer.ParameterLayout;
import io.deltarule.layer.Sequential;
import io.deltarule.loss.CrossEntropy;
import io.deltarule.parity.golden.BuiltModel;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Back-propagation through a random three-layer network against finite differences in float64. */
class FiniteDifferenceTest {
  private static final int BATCH = 6;
  private static final double STEP = 2e-3;

  static Stream<Activation> smoothActivations() {
    return Stream.of(
            Activations.tanh(), Activations.gelu(), Activations.silu(), Activations.softplus())
        .map(Activation::of);
  }

  private static Tensor random(SplittableRandom random, Shape shape) {
    double[] values = random.doubles(shape.elementCount(), -1, 1).toArray();
    return Tensor.of(shape, values);
  }

  private static Value loss(Value logits) {
    Value labels = logits.graph().constant(Tensor.of(Shape.of(BATCH), 0, 2, 1, 2, 0, 1));
    return CrossEntropy.mean().apply(logits, labels);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("smoothActivations")
  void everyParametersGradientIsItsFiniteDifference(Activation activation) {
    Layer model =
        Sequential.of(Dense.of(5, 7), activation, Dense.of(7, 6), activation, Dense.of(6, 3));
    SplittableRandom random = new SplittableRandom(2);
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    ParameterLayout.of(model)
        .entries()
        .forEach(e -> inputs.put(e.name(), random(random, e.parameter().shape())));
    Tensor x = random(random, Shape.of(BATCH, 5));
    Map<String, Tensor> gradients =
        BuiltModel.evaluate(model, inputs, x, FiniteDifferenceTest::loss).gradients();
    inputs.put(BuiltModel.INPUT, x);
    int checked = 0;
    try (Engine engine = Engine.open("reference")) {
      Executable forward = forward(engine, model, inputs);
      for (String name : inputs.keySet()) {
        double[] values = inputs.get(name).doubles();
        for (int i = 0; i < values.length; i++) {
          double expected = fivePointRule(forward, inputs, values, i);
          double found = gradients.get(name).get(i);
          double error = Math.abs(found - expected) / Math.abs(expected);
          assertThat(error)
              .as("%s[%s]: %s, expected %s", name, i, found, expected)
              .isLessThan(1e-7);
          checked++;
        }
      }
    }
    assertThat(checked).isEqualTo((5 * 7 + 7) + (7 * 6 + 6) + (6 * 3 + 3) + BATCH * 5);
  }

  private static Executable forward(Engine engine, Layer model, Map<String, Tensor> inputs) {
    Graph graph = new Graph();
    Map<String, Value> values = new HashMap<>();
    inputs.forEach(
        (name, tensor) -> {
          TensorType type = TensorType.float32().withShape(tensor.shape());
          values.put(name, graph.placeholder(name, type));
        });
    Value loss = loss(BuiltModel.output(model, values, true));
    return engine.compile(Computation.of(Map.of("loss", loss)), engine.newState());
  }

  /** The truncation error is STEP^4 / 30 times the fifth derivative. */
  private static double fivePointRule(
      Executable forward, Map<String, Tensor> inputs, double[] values, int index) {
    double before = values[index];
    double[] losses = new double[5];
    for (int k = -2; k <= 2; k++) {
      values[index] = before + k * STEP;
      losses[k + 2] = forward.run(inputs).get("loss").item();
    }
    values[index] = before;
    return (8 * (losses[3] - losses[1]) - (losses[4] - losses[0])) / (12 * STEP);
  }
}

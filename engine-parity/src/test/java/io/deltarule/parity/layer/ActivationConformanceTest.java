package io.deltarule.parity.layer;

import io.deltarule.expr.ScalarFunction;
import io.deltarule.layer.Activations;
import io.deltarule.parity.golden.Closeness;
import io.deltarule.parity.golden.Evaluated;
import io.deltarule.parity.golden.Golden;
import io.deltarule.parity.golden.Recording;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every activation against PyTorch's float64, from minus infinity over both zeros to infinity. */
class ActivationConformanceTest {
  private static final Recording GOLDEN = Golden.read("activations");

  /** A few roundings of the result, and of a 1 that the formula adds or subtracts. */
  private static final Closeness BOUND = new Closeness(3e-15, 2e-15);

  static Stream<Arguments> table() {
    return Stream.of(
        Arguments.of("relu", Activations.relu()),
        Arguments.of("leakyRelu", Activations.leakyRelu(0.125)),
        Arguments.of("elu", Activations.elu(1.5)),
        Arguments.of("selu", Activations.selu()),
        Arguments.of("celu", Activations.celu(2)),
        Arguments.of("gelu", Activations.gelu()),
        Arguments.of("geluTanh", Activations.geluTanh()),
        Arguments.of("silu", Activations.silu()),
        Arguments.of("mish", Activations.mish()),
        Arguments.of("sigmoid", Activations.sigmoid()),
        Arguments.of("hardSigmoid", Activations.hardSigmoid()),
        Arguments.of("tanh", Activations.tanh()),
        Arguments.of("softplus", Activations.softplus()),
        Arguments.of("logSigmoid", Activations.logSigmoid()),
        Arguments.of("softsign", Activations.softsign()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("table")
  void valueAndDerivativeArePyTorchs(String name, ScalarFunction function) {
    Evaluated found =
        Evaluated.of(Map.of("x", GOLDEN.tensor("x")), inputs -> inputs.get("x").map(function));
    BOUND.require(name, found.value(), GOLDEN.tensor(name + ".value"));
    BOUND.require(name + "'", found.gradients().get("x"), GOLDEN.tensor(name + ".derivative"));
  }

  /** Far out the values are tiny, but each has its digits: nothing that matters is cancelled. */
  @ParameterizedTest
  @ValueSource(
      strings = {"elu", "selu", "celu", "sigmoid", "silu", "softplus", "logSigmoid", "tanh"})
  void tailsHaveAllTheirDigits(String name) {
    ScalarFunction function =
        table()
            .filter(row -> row.get()[0].equals(name))
            .map(row -> (ScalarFunction) row.get()[1])
            .findFirst()
            .orElseThrow();
    Evaluated found =
        Evaluated.of(Map.of("x", GOLDEN.tensor("x")), inputs -> inputs.get("x").map(function));
    // The absolute part is for subnormal numbers, which have fewer digits.
    new Closeness(3e-15, 2 * Double.MIN_VALUE)
        .require(name, found.value(), GOLDEN.tensor(name + ".value"));
  }

  @ParameterizedTest
  @CsvSource({"softmax, 0", "softmax, 1", "logSoftmax, 0", "logSoftmax, 1"})
  void softmaxAlongAnAxisIsPyTorchs(String name, int axis) {
    Evaluated found =
        Evaluated.of(
            Map.of("x", GOLDEN.tensor("rows")),
            Optional.of(GOLDEN.tensor("rows.upstream")),
            inputs ->
                name.equals("softmax")
                    ? inputs.get("x").softmax(axis)
                    : inputs.get("x").logSoftmax(axis));
    String key = name + "." + axis;
    BOUND.require(key, found.value(), GOLDEN.tensor(key + ".value"));
    BOUND.require(key, found.gradients().get("x"), GOLDEN.tensor(key + ".gradient"));
  }
}

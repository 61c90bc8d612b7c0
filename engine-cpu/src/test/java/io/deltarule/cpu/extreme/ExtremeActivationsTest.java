package io.deltarule.cpu.extreme;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.expr.ScalarFunction;
import io.deltarule.layer.Activations;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every activation there is: value and derivative from minus infinity over both zeros. */
class ExtremeActivationsTest {
  private static final float INFINITY = Float.POSITIVE_INFINITY;
  private static final float[] FINITE = {
    0f,
    -0f,
    1e4f,
    -1e4f,
    1,
    -1,
    3,
    -3,
    9,
    -9,
    17,
    -17,
    20.5f,
    -20.5f,
    87,
    -87,
    88.8f,
    -88.8f,
    104,
    -104,
    1e-6f,
    -1e-6f,
    1e-30f,
    -1e-30f,
    1e20f,
    -1e20f,
    1e38f,
    -1e38f,
    Float.MIN_VALUE,
    -Float.MIN_VALUE
  };
  private static final double TOLERANCE = 5e-7;

  /** The factory methods, so that none is forgotten; those with a parameter get 1.5. */
  static List<ScalarFunction> activations() {
    return Arrays.stream(Activations.class.getDeclaredMethods())
        .filter(method -> Modifier.isPublic(method.getModifiers()))
        .map(ExtremeActivationsTest::make)
        .toList();
  }

  private static ScalarFunction make(Method factory) {
    Object[] arguments = new Object[factory.getParameterCount()];
    Arrays.fill(arguments, 1.5);
    try {
      return (ScalarFunction) factory.invoke(null, arguments);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(factory + " must take numbers alone", e);
    }
  }

  @Test
  void noActivationIsMissing() {
    assertThat(activations().stream().map(ScalarFunction::name).map(n -> n.split("\\(")[0]))
        .contains("relu", "leakyRelu", "elu", "selu", "celu", "gelu", "geluTanh", "silu", "mish")
        .contains("sigmoid", "hardSigmoid", "tanh", "softplus", "softsign");
  }

  @ParameterizedTest
  @MethodSource("activations")
  void finiteInputsGiveFiniteValuesAndDerivatives(ScalarFunction activation) {
    Evaluated.requireClose(
        activation.name(),
        List.of(vector(FINITE)),
        x -> x.get(0).map(activation),
        TOLERANCE,
        false);
  }

  @ParameterizedTest
  @MethodSource("activations")
  void infiniteInputsGiveTheLimits(ScalarFunction activation) {
    Evaluated.requireClose(
        activation.name(),
        List.of(vector(INFINITY, -INFINITY)),
        x -> x.get(0).map(activation),
        TOLERANCE,
        true);
  }

  static Stream<float[]> rows() {
    return Stream.of(
        new float[] {1e4f, -1e4f, 0f, -0f},
        new float[] {1e4f, 1e4f, 1e4f, 1e4f},
        new float[] {-1e4f, -1e4f, -1e4f, -9999f},
        new float[] {3e38f, -3e38f, 1, 2},
        new float[] {-INFINITY, 1, 2, -INFINITY});
  }

  @ParameterizedTest
  @MethodSource("rows")
  void softmaxOfSaturatedRowsIsFinite(float[] row) {
    Tensor weights = vector(0.5f, -1, 2, 0.25f);
    Evaluated.requireClose(
        "softmax",
        List.of(vector(row)),
        x -> x.get(0).softmax(0).mul(x.get(0).graph().constant(weights)),
        TOLERANCE,
        false);
  }

  @ParameterizedTest
  @ValueSource(floats = {0, 100, 1e4f, 1e30f})
  void logSoftmaxOfSaturatedRowsIsFinite(float size) {
    Evaluated.requireClose(
        "logSoftmax",
        List.of(vector(size, -size, 0, -0f)),
        x -> x.get(0).logSoftmax(0),
        TOLERANCE,
        false);
  }

  private static Tensor vector(float... elements) {
    return Tensor.of(Shape.of(elements.length), elements);
  }
}

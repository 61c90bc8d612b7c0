package io.deltarule.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltarule.graph.Value;
import io.deltarule.op.CustomGradient;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The judges find planted faults: a wrong gradient, a result that is off by a little, NaN. */
class JudgesTest {
  private static final OpCase DOT =
      OpCase.named("dot")
          .input("x", Domain.uniform(-1, 1), 1, 64)
          .input("y", Domain.uniform(-1, 1), 64, 1)
          .computes(in -> in.get("x").matmul(in.get("y")));

  private static OpCase squareWithGradient(CustomGradient.Rule rule) {
    return OpCase.named("square with a planted gradient")
        .input("x", Domain.uniform(0.5, 1), 7)
        .computes(in -> CustomGradient.of(in.get("x").square(), List.of(in.get("x")), rule));
  }

  @Test
  void rightGradientPasses() {
    OpCase right = squareWithGradient((x, y, dy) -> List.of(dy.mul(x.get(0)).mul(2)));
    assertThat(FiniteDifferences.check(right, 1)).isBetween(0.0, 1.0);
    assertThat(FiniteDifferences.check(right.gradient(), 1)).isBetween(0.0, 1.0);
  }

  @ParameterizedTest
  @ValueSource(
      doubles = {
        -2,
        0,
        1,
        2.000001,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY
      })
  void wrongGradientIsFound(double factor) {
    OpCase wrong = squareWithGradient((x, y, dy) -> List.of(dy.mul(x.get(0)).mul(factor)));
    assertThatThrownBy(() -> FiniteDifferences.check(wrong, 1))
        .isInstanceOf(AssertionError.class)
        .hasMessageContainingAll("planted", "'x'", "finite differences");
  }

  @Test
  void gradientThatForgetsAnArgumentIsFound() {
    OpCase wrong =
        OpCase.named("product without the gradient of y")
            .input("x", Domain.uniform(0.5, 1), 7)
            .input("y", Domain.uniform(0.5, 1), 7)
            .computes(
                in -> {
                  Value x = in.get("x");
                  return x.mul(in.get("y").stopGradient());
                });
    assertThatThrownBy(() -> FiniteDifferences.check(wrong, 1))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("'y'");
  }

  @Test
  void resultWithinRoundingPassesAndOneOutsideFails() {
    Map<String, Tensor> inputs = DOT.values(3);
    Bounds bounds = Bounds.of(DOT.computation(), inputs);
    float[] x = inputs.get("x").floats();
    float[] y = inputs.get("y").floats();
    float sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    assertThat(bounds.check("float32", result(sum))).isLessThan(1);
    float forgotten = sum - x[63] * y[63];
    assertThatThrownBy(() -> bounds.check("float32", result(forgotten)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContainingAll("float32", "y0", "element 0");
    float slightlyOff = sum + 4e-5f;
    assertThatThrownBy(() -> bounds.check("float32", result(slightlyOff)))
        .isInstanceOf(AssertionError.class);
  }

  /** Two roundings may cancel in every perturbed run of some element, and yet not in float32. */
  @Test
  void manyResultsOfTwoRoundingsPass() {
    OpCase product =
        OpCase.named("product of three")
            .input("x", Domain.uniform(0.5, 1), 100_000)
            .input("y", Domain.uniform(0.5, 1), 100_000)
            .input("z", Domain.uniform(0.5, 1), 100_000)
            .computes(in -> in.get("x").mul(in.get("y")).mul(in.get("z")));
    Map<String, Tensor> inputs = product.values(7);
    float[] result = new float[100_000];
    for (int i = 0; i < result.length; i++) {
      float xy = inputs.get("x").floats()[i] * inputs.get("y").floats()[i];
      result[i] = xy * inputs.get("z").floats()[i];
    }
    Tensor tensor = Tensor.of(Shape.of(result.length), result);
    Bounds bounds = Bounds.of(product.computation(), inputs);
    assertThat(bounds.check("float32", Map.of("y0", tensor))).isLessThan(1);
  }

  /** Equal numbers are rounded alike, so that the errors of their sum do not average out. */
  @Test
  void sumOfEqualNumbersPasses() {
    OpCase sum =
        OpCase.named("sum of rows that are equal")
            .input("x", Domain.uniform(0.5, 1), 1, 200)
            .computes(in -> in.get("x").broadcastTo(Shape.of(3000, 200)).sum(0));
    Map<String, Tensor> inputs = sum.values(9);
    float[] result = new float[200];
    for (int i = 0; i < result.length; i++) {
      for (int row = 0; row < 3000; row++) {
        result[i] += inputs.get("x").floats()[i];
      }
    }
    Tensor tensor = Tensor.of(Shape.of(result.length), result);
    Bounds bounds = Bounds.of(sum.computation(), inputs);
    assertThat(bounds.check("float32", Map.of("y0", tensor))).isLessThan(1);
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY})
  void nonFiniteResultFails(float value) {
    Bounds bounds = Bounds.of(DOT.computation(), DOT.values(3));
    assertThatThrownBy(() -> bounds.check("float32", result(value)))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void boundThatNothingCanExceedFails() {
    OpCase poleByChance =
        OpCase.named("pole by chance")
            .input("x", Domain.uniform(0.5, 1), 1, 1)
            .computes(in -> in.get("x").div(in.get("x").exp().sub(in.get("x").exp())));
    Bounds bounds = Bounds.of(poleByChance.computation(), poleByChance.values(3));
    assertThatThrownBy(() -> bounds.check("float32", result(5)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContainingAll("Infinity", "another domain");
  }

  @Test
  void missingOrMisshapenResultFails() {
    Bounds bounds = Bounds.of(DOT.computation(), DOT.values(3));
    assertThatThrownBy(() -> bounds.check("float32", Map.of()))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("nothing");
    Tensor flat = Tensor.of(Shape.of(1), 0f);
    assertThatThrownBy(() -> bounds.check("float32", Map.of("y0", flat)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContainingAll("[1, 1]", "[1]");
  }

  @Test
  void exchangedOutputsFail() {
    OpCase two =
        OpCase.named("sum and difference")
            .input("x", Domain.uniform(1, 2), 5)
            .input("y", Domain.uniform(1, 2), 5)
            .computesAll(in -> List.of(in.get("x").add(in.get("y")), in.get("x").sub(in.get("y"))));
    Bounds bounds = Bounds.of(two.computation(), two.values(3));
    Map<String, Tensor> right = bounds.exact();
    assertThat(bounds.check("right", right)).isZero();
    Map<String, Tensor> exchanged = Map.of("y0", right.get("y1"), "y1", right.get("y0"));
    assertThatThrownBy(() -> bounds.check("exchanged", exchanged))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("y0");
  }

  @Test
  void floatsInThePlaceOfIntegersFail() {
    OpCase largest =
        OpCase.named("argmax")
            .constant("x", Domain.distinct(0.1), 3, 4)
            .computes(in -> in.get("x").argMax(1));
    Bounds bounds = Bounds.of(largest.computation(), largest.values(3));
    Tensor floats = bounds.exact().get("y0").to(DType.FLOAT32);
    assertThatThrownBy(() -> bounds.check("floats", Map.of("y0", floats)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContainingAll("INT32", "FLOAT32");
  }

  @Test
  void movesMustBeExact() {
    OpCase transpose =
        OpCase.named("transpose")
            .input("x", Domain.uniform(-1, 1), 2, 2)
            .computes(in -> in.get("x").transpose(1, 0));
    Map<String, Tensor> inputs = transpose.values(5);
    Bounds bounds = Bounds.of(transpose.computation(), inputs);
    float[] y = bounds.exact().get("y0").toFloats();
    assertThat(bounds.check("moved", Map.of("y0", Tensor.of(Shape.of(2, 2), y)))).isZero();
    y[3] = Math.nextUp(y[3]);
    assertThatThrownBy(
            () -> bounds.check("moved", Map.of("y0", Tensor.of(Shape.of(2, 2), y.clone()))))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("allowed 0.0");
  }

  @Test
  void twoRoundingsThatMayCancelStillAllowFloat32() {
    // With errors of one size, two of them cancelled in all runs for one element of 4096.
    OpCase product =
        OpCase.named("x y z")
            .input("x", Domain.uniform(0.5, 1), 50_000)
            .input("y", Domain.uniform(0.5, 1), 50_000)
            .input("z", Domain.uniform(0.5, 1), 50_000)
            .computes(in -> in.get("x").mul(in.get("y")).mul(in.get("z")));
    Map<String, Tensor> inputs = product.values(7);
    float[] rounded = new float[50_000];
    for (int i = 0; i < rounded.length; i++) {
      rounded[i] =
          inputs.get("x").floats()[i] * inputs.get("y").floats()[i] * inputs.get("z").floats()[i];
    }
    Bounds bounds = Bounds.of(product.computation(), inputs);
    Map<String, Tensor> results = Map.of("y0", Tensor.of(Shape.of(rounded.length), rounded));
    assertThat(bounds.check("float32", results)).isBetween(0.1, 0.9);
    rounded[9] *= 1 + 0x1p-19f;
    assertThatThrownBy(() -> bounds.check("off by 16 roundings", results))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("element 9");
  }

  @Test
  void intermediateResultBelowTheNormalNumbersMayBeFlushed() {
    OpCase scaled =
        OpCase.named("tiny product, scaled back")
            .input("x", Domain.values(1e-20f), 1)
            .computes(in -> in.get("x").mul(1e-20).mul(1e10));
    Bounds bounds = Bounds.of(scaled.computation(), scaled.values(1));
    assertThat(bounds.check("flushed", flat(0))).isBetween(0.0, 0.5);
    assertThatThrownBy(() -> bounds.check("wrong", flat(2e-29f)))
        .isInstanceOf(AssertionError.class);
  }

  private static Map<String, Tensor> flat(float value) {
    return Map.of("y0", Tensor.of(Shape.of(1), value));
  }

  private static Map<String, Tensor> result(float value) {
    return Map.of("y0", Tensor.of(Shape.of(1, 1), value));
  }
}

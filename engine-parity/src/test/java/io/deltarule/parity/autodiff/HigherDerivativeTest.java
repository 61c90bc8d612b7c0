package io.deltarule.parity.autodiff;

import io.deltarule.autodiff.ReverseMode;
import io.deltarule.expr.ScalarFunction;
import io.deltarule.graph.Value;
import io.deltarule.layer.Activations;
import io.deltarule.loss.CrossEntropy;
import io.deltarule.parity.golden.Closeness;
import io.deltarule.parity.golden.Evaluated;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Gradients are graph, so they have gradients. */
class HigherDerivativeTest {
  private static final double STEP = 1e-3;

  private static Value derivative(Value y, Value x) {
    return ReverseMode.gradients(y.sum(), List.of(x)).get(0);
  }

  @Test
  void thirdDerivativeOfAPower() {
    Tensor x = Tensor.of(Shape.of(3), -1.5, 0.25, 2);
    Evaluated found =
        Evaluated.of(
            Map.of("x", x),
            inputs -> {
              Value at = inputs.get("x");
              return derivative(derivative(at.square().square(), at), at);
            });
    new Closeness(1e-14, 0).require("12 x^2", found.value().doubles(), new double[] {27, 0.75, 48});
    new Closeness(1e-14, 0)
        .require("24 x", found.gradients().get("x").doubles(), new double[] {-36, 6, 48});
  }

  static Stream<ScalarFunction> activations() {
    return Stream.of(
        Activations.elu(1.5),
        Activations.selu(),
        Activations.celu(2),
        Activations.gelu(),
        Activations.geluTanh(),
        Activations.silu(),
        Activations.mish(),
        Activations.sigmoid(),
        Activations.tanh(),
        Activations.softplus(),
        Activations.logSigmoid(),
        Activations.softsign());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("activations")
  void secondDerivativeOfAnActivationIsTheSlopeOfTheFirst(ScalarFunction function) {
    Map<String, Tensor> x = Map.of("x", Tensor.of(Shape.of(6), -3.1, -1.2, -0.3, 0.4, 1.7, 4.2));
    agreesWithFiniteDifferences(x, inputs -> inputs.get("x").map(function));
  }

  @Test
  void hessianOfANetworkIsTheSlopeOfItsGradient() {
    SplittableRandom random = new SplittableRandom(5);
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    inputs.put("x", random(random, 4, 3));
    inputs.put("w1", random(random, 5, 3));
    inputs.put("b1", random(random, 5));
    inputs.put("w2", random(random, 3, 5));
    agreesWithFiniteDifferences(
        inputs,
        v -> {
          Value hidden = v.get("x").matmul(v.get("w1"), false, true).add(v.get("b1"));
          Value logits = hidden.map(Activations.tanh()).matmul(v.get("w2"), false, true);
          Value labels = logits.graph().constant(Tensor.of(Shape.of(4), 0, 2, 1, 2));
          return CrossEntropy.mean().apply(logits, labels);
        });
  }

  @Test
  void hessianOfSoftmaxReductionsAndGatheringIsTheSlopeOfTheGradient() {
    SplittableRandom random = new SplittableRandom(6);
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    inputs.put("x", random(random, 4, 3));
    agreesWithFiniteDifferences(
        inputs,
        v -> {
          Value x = v.get("x");
          Value rows = x.graph().constant(Tensor.of(Shape.of(3), 1, 3, 1));
          Value some = x.softmax(-1).mul(x).gather(rows).square();
          Value norm = x.square().sum(1).sqrt().mean();
          return some.sum().add(x.logSoftmax(0).exp().square().sum()).mul(norm);
        });
  }

  private static Tensor random(SplittableRandom random, int... dims) {
    Shape shape = Shape.of(dims);
    return Tensor.of(shape, random.doubles(shape.elementCount(), -1, 1).toArray());
  }

  /**
   * With g(x) the gradient of f: the gradient of {@code <g, v>} is the Hessian times v, which is
   * the derivative of g in the direction v.
   */
  private static void agreesWithFiniteDifferences(
      Map<String, Tensor> inputs, Function<Map<String, Value>, Value> f) {
    SplittableRandom random = new SplittableRandom(1);
    Map<String, Tensor> directions = new LinkedHashMap<>();
    inputs.forEach((name, x) -> directions.put(name, random(random, x.shape().dims())));
    Map<String, Tensor> hessian =
        Evaluated.of(
                inputs,
                values -> {
                  List<String> names = List.copyOf(values.keySet());
                  List<Value> wrt = names.stream().map(values::get).toList();
                  List<Value> g = ReverseMode.gradients(f.apply(values).sum(), wrt);
                  Value product = values.get(names.get(0)).graph().constant(0);
                  for (int i = 0; i < g.size(); i++) {
                    Value v = product.graph().constant(directions.get(names.get(i)));
                    product = product.add(g.get(i).mul(v).sum());
                  }
                  return product;
                })
            .gradients();
    for (String name : inputs.keySet()) {
      double[] expected = new double[inputs.get(name).size()];
      int[] weights = {1, -8, 0, 8, -1};
      for (int k = -2; k <= 2; k++) {
        Evaluated moved = Evaluated.of(moved(inputs, directions, k * STEP), f);
        for (int i = 0; i < expected.length; i++) {
          expected[i] += weights[k + 2] * moved.gradients().get(name).get(i) / (12 * STEP);
        }
      }
      new Closeness(1e-9, 1e-9).require("H v, " + name, hessian.get(name).doubles(), expected);
    }
  }

  private static Map<String, Tensor> moved(
      Map<String, Tensor> inputs, Map<String, Tensor> directions, double by) {
    Map<String, Tensor> moved = new LinkedHashMap<>();
    inputs.forEach(
        (name, x) -> {
          double[] values = x.toDoubles();
          for (int i = 0; i < values.length; i++) {
            values[i] += by * directions.get(name).get(i);
          }
          moved.put(name, Tensor.of(x.shape(), values));
        });
    return moved;
  }
}

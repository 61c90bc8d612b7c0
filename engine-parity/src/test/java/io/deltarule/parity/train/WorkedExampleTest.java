package io.deltarule.parity.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.graph.Value;
import io.deltarule.layer.Activation;
import io.deltarule.layer.Dense;
import io.deltarule.layer.Layer;
import io.deltarule.layer.Sequential;
import io.deltarule.loss.Losses;
import io.deltarule.loss.Reduction;
import io.deltarule.parity.golden.BuiltModel;
import io.deltarule.parity.golden.Closeness;
import io.deltarule.parity.golden.Evaluated;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * The worked example of back-propagation by hand: two inputs, two ReLU units, one sigmoid output,
 * squared error. The second hidden unit is dead, so nothing that leads to it has a gradient.
 */
class WorkedExampleTest {
  private static final Closeness BOUND = new Closeness(0, 1e-15);
  private static final Dense HIDDEN = Dense.of(2, 2);
  private static final Layer MODEL =
      Sequential.of(HIDDEN, Activation.relu(), Dense.of(2, 1), Activation.sigmoid());
  private static final Tensor X = Tensor.of(Shape.of(1, 2), 0.5, -1.0);
  private static final Map<String, Tensor> PARAMETERS =
      Map.of(
          "0.weight", Tensor.of(Shape.of(2, 2), 0.8, 0.4, -0.5, 0.9),
          "0.bias", Tensor.of(Shape.of(2), 0.1, -0.2),
          "2.weight", Tensor.of(Shape.of(1, 2), 1.2, -0.7),
          "2.bias", Tensor.of(Shape.of(1), 0.3));

  private static UnaryOperator<Value> squaredError(double y) {
    return prediction ->
        Losses.meanSquared(Reduction.MEAN)
            .apply(prediction, prediction.graph().full(prediction.shape(), y));
  }

  private static void gradient(Evaluated found, String parameter, double... expected) {
    BOUND.require("d " + parameter, found.gradients().get(parameter).toDoubles(), expected);
  }

  @Test
  void hiddenUnitsSumTheirInputs() {
    Map<String, Tensor> first =
        Map.of("weight", PARAMETERS.get("0.weight"), "bias", PARAMETERS.get("0.bias"));
    Evaluated z1 = BuiltModel.evaluate(HIDDEN, first, X, UnaryOperator.identity());
    BOUND.require("z1", z1.value().toDoubles(), new double[] {0.1, -1.35});
  }

  @Test
  void predictionIsTheSigmoidOfTheOutput() {
    Evaluated yhat = BuiltModel.evaluate(MODEL, PARAMETERS, X, UnaryOperator.identity());
    BOUND.require("yhat", yhat.value().toDoubles(), new double[] {0.6034832498647263});
  }

  @Test
  void lossAndGradientsForAPositiveTarget() {
    Evaluated found = BuiltModel.evaluate(MODEL, PARAMETERS, X, squaredError(1));
    BOUND.require("loss", found.value().toDoubles(), new double[] {0.15722553313783905});
    // The output's bias is added to z2, so their gradients are the same.
    gradient(found, "2.bias", -0.18976595139947466);
    gradient(found, "2.weight", -0.018976595139947466, 0);
    gradient(found, "0.weight", -0.11385957083968479, 0.22771914167936957, 0, 0);
    gradient(found, "0.bias", -0.22771914167936957, 0);
  }

  @Test
  void lossAndGradientsForANegativeTarget() {
    Evaluated found = BuiltModel.evaluate(MODEL, PARAMETERS, X, squaredError(0));
    BOUND.require("loss", found.value().toDoubles(), new double[] {0.36419203286729174});
    gradient(found, "2.bias", 0.28881648259539455);
    gradient(found, "2.weight", 0.028881648259539455, 0);
    gradient(found, "0.weight", 0.17328988955723673, -0.34657977911447346, 0, 0);
    gradient(found, "0.bias", 0.34657977911447346, 0);
  }

  @Test
  void deadUnitsRowIsExactlyZero() {
    for (double y : new double[] {0, 1}) {
      Evaluated found = BuiltModel.evaluate(MODEL, PARAMETERS, X, squaredError(y));
      Tensor hidden = found.gradients().get("0.weight");
      assertThat(hidden.get(2)).isZero();
      assertThat(hidden.get(3)).isZero();
      assertThat(found.gradients().get("0.bias").get(1)).isZero();
      assertThat(found.gradients().get("2.weight").get(1)).isZero();
    }
  }
}

package io.deltarule.parity.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltarule.backend.Engine;
import io.deltarule.parity.reference.ReferenceBackend;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The bounds let a float32 computation pass that is known to be right, and little else. */
@Tag("any-jdk")
class StepBoundsTest {
  private static final String ALL = "io.deltarule.parity.golden.GoldenScenarios#all";

  /** How many times its bound a wrong step must at least be off. */
  private static final double MARGIN = 2;

  /** PyTorch's own float32 judges that the bounds are wide enough, wrong steps that they bite. */
  @ParameterizedTest(name = "{0}")
  @MethodSource(ALL)
  void float32OfPyTorchIsWithinAndWrongRatesAndTransposedMatricesAreOutside(
      GoldenScenario scenario) {
    GoldenSteps steps = GoldenSteps.of(scenario);
    StepBounds bounds = StepBounds.of(steps);
    StepBounds.Worst worst = bounds.check("PyTorch", right(steps), DType.FLOAT32);
    double rate =
        outside(bounds, steps.with(wrongRate(scenario)).run(Engine.of(new ReferenceBackend())));
    Map<String, Tensor> weights = new LinkedHashMap<>(steps.initialWeights());
    String matrix = firstMatrix(weights);
    weights.compute(matrix, (name, weight) -> transposed(weight));
    double weight = outside(bounds, steps.run(Engine.of(new ReferenceBackend()), weights));
    Map<String, Tensor> figures = right(steps);
    figures.compute("gradient." + matrix, (name, gradient) -> transposed(gradient));
    double gradient = outside(bounds, figures);
    System.out.printf(
        "bounds of %s: PyTorch's float32 uses %.3f (%s); a rate 1 %% off %.3g, a transposed weight"
            + " %.3g, a transposed gradient %.3g%n",
        scenario, worst.ratio(), worst.figure(), rate, weight, gradient);
  }

  /** The first weight that a transpose changes. */
  private static String firstMatrix(Map<String, Tensor> weights) {
    return weights.entrySet().stream()
        .filter(entry -> entry.getValue().shape().rank() > 1)
        .filter(entry -> entry.getValue().shape().dim(0) > 1)
        .filter(entry -> entry.getValue().size() > entry.getValue().shape().dim(0))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }

  private static GoldenScenario wrongRate(GoldenScenario right) {
    return right.withSchedule(step -> 1.01 * right.schedule().learningRate(step));
  }

  private static double outside(StepBounds bounds, Map<String, Tensor> figures) {
    double ratio = bounds.worst(figures, DType.FLOAT32).ratio();
    assertThat(ratio).isGreaterThan(MARGIN);
    return ratio;
  }

  /** The transpose's numbers under the matrix's shape; a kernel counts as [out, rest]. */
  private static Tensor transposed(Tensor matrix) {
    int rows = matrix.shape().dim(0);
    int columns = matrix.size() / rows;
    double[] numbers = new double[rows * columns];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        numbers[j * rows + i] = matrix.get(i * columns + j);
      }
    }
    return Tensor.of(matrix.shape(), numbers);
  }

  private static Map<String, Tensor> right(GoldenSteps steps) {
    return steps.recorded(DType.FLOAT32);
  }

  @ParameterizedTest
  @ValueSource(strings = {"loss", "loss.3", "gradient.0.weight", "final.4.bias"})
  void oneNumberThatIsNotANumberOrInfiniteIsOutside(String figure) {
    GoldenSteps steps = GoldenSteps.of(GoldenScenarios.named("loss.huber"));
    StepBounds bounds = StepBounds.of(steps);
    for (double wrong : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      Map<String, Tensor> figures = right(steps);
      Tensor changed = figures.get(figure).to(DType.FLOAT64);
      changed.doubles()[0] = wrong;
      figures.put(figure, changed);
      assertThatThrownBy(() -> bounds.check("test", figures, DType.FLOAT32))
          .isInstanceOf(AssertionError.class)
          .hasMessageContainingAll("loss.huber", "test", figure);
    }
  }

  @Test
  void missingUnknownAndReshapedFiguresAreRefused() {
    GoldenSteps steps = GoldenSteps.of(GoldenScenarios.named("optimizer.sgd"));
    StepBounds bounds = StepBounds.of(steps);
    Map<String, Tensor> missing = right(steps);
    missing.remove("gradient.0.bias");
    Map<String, Tensor> unknown = new LinkedHashMap<>(right(steps));
    unknown.put("gradient.1.bias", Tensor.scalar(0f));
    Map<String, Tensor> reshaped = right(steps);
    reshaped.put("loss", reshaped.get("loss").reshape(Shape.of(1)));
    for (Map<String, Tensor> wrong : List.of(missing, unknown, reshaped)) {
      assertThatThrownBy(() -> bounds.worst(wrong, DType.FLOAT32))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("optimizer.sgd");
    }
  }

  @Test
  void boundsOfFloat64AreSmallerByTheRatioOfTheUnits() {
    StepBounds bounds = StepBounds.of(GoldenSteps.of(GoldenScenarios.named("optimizer.sgd")));
    double wide = bounds.allowed("final.0.weight", DType.FLOAT32);
    assertThat(wide).isBetween(1e-9, 1e-5);
    assertThat(bounds.allowed("final.0.weight", DType.FLOAT64)).isEqualTo(wide * 0x1p-29);
  }
}

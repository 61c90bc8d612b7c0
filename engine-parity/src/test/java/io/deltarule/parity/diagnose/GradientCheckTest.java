package io.deltarule.parity.diagnose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltarule.backend.Engine;
import io.deltarule.graph.Value;
import io.deltarule.layer.Activation;
import io.deltarule.layer.Dense;
import io.deltarule.layer.Dropout;
import io.deltarule.layer.Initializers;
import io.deltarule.layer.Lambda;
import io.deltarule.layer.Layer;
import io.deltarule.layer.Sequential;
import io.deltarule.loss.Loss;
import io.deltarule.loss.Losses;
import io.deltarule.loss.Reduction;
import io.deltarule.op.CustomGradient;
import io.deltarule.optim.Optimizers;
import io.deltarule.parity.diagnose.ParameterCheck.Verdict;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import io.deltarule.train.Training;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GradientCheckTest {
  private static final int BATCH = 5;
  private static final int WIDTH = 4;

  private static Tensor random(long seed) {
    double[] values = new SplittableRandom(seed).doubles(BATCH * WIDTH, -1, 1).toArray();
    Shape shape = Shape.of(BATCH, WIDTH);
    return Tensor.of(shape, Tensor.of(shape, values).toFloats());
  }

  private static GradientReport check(Loss loss, boolean inTraining, Layer... layers) {
    try (Engine engine = Engine.open("reference");
        Training training =
            Training.of(engine, Sequential.of(layers))
                .features(Shape.of(WIDTH))
                .targets(Shape.of(WIDTH))
                .loss(loss)
                .optimizer(Optimizers.sgd())
                .seed(7)
                .build()) {
      Map<String, Tensor> before = training.parameters();
      GradientCheck check = GradientCheck.of(training).elements(12).seed(1);
      GradientReport report = (inTraining ? check : check.inEvaluation()).run(random(1), random(2));
      assertThat(training.parameters()).isEqualTo(before);
      return report;
    }
  }

  private static GradientReport check(Layer... layers) {
    return check(Losses.meanSquared(Reduction.MEAN), true, layers);
  }

  /** Doubles its input; the gradient of that is twice the upstream one. */
  private static Layer doubling(UnaryOperator<Value> rule) {
    return Lambda.of(
        "double",
        x ->
            CustomGradient.of(
                x.mul(2), List.of(x), (arguments, y, upstream) -> List.of(rule.apply(upstream))));
  }

  private static GradientReport checkDoubling(UnaryOperator<Value> rule) {
    return check(Dense.of(WIDTH, WIDTH), doubling(rule), Dense.of(WIDTH, WIDTH));
  }

  private static void assertFailsBelow(GradientReport report, String reason) {
    assertThat(report.passes()).isFalse();
    assertThat(report.parameter("0.weight").verdict()).isEqualTo(Verdict.FAIL);
    assertThat(report.parameter("0.weight").reason()).contains(reason);
    assertThat(report.parameter("0.bias").reason()).contains(reason);
    assertThat(report.parameter("2.weight").verdict()).isEqualTo(Verdict.PASS);
    assertThat(report.parameter("2.bias").verdict()).isEqualTo(Verdict.PASS);
    assertThat(report.print())
        .contains(
            "All layers up to '0' fail, and from '2' on they are right",
            "custom_gradient in '1' (a gradient rule of your own: look there first)",
            "4 parameters: 2 pass, 2 fail, 0 inconclusive");
  }

  @Test
  void aRightModelPasses() {
    GradientReport report = checkDoubling(upstream -> upstream.mul(2));
    assertThat(report.passes()).as(report.print()).isTrue();
    assertThat(report.parameters())
        .allSatisfy(row -> assertThat(row.relativeError()).isLessThan(1e-8));
    assertThat(report.parameter("0.weight").elements()).hasSize(12);
    assertThat(report.print()).contains("4 parameters: 4 pass, 0 fail, 0 inconclusive");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void dropoutIsFixedOrOff(boolean inTraining) {
    GradientReport report =
        check(
            Losses.meanSquared(Reduction.MEAN),
            inTraining,
            Dense.of(WIDTH, WIDTH),
            Activation.relu(),
            Dropout.of(0.4),
            Dense.of(WIDTH, WIDTH));
    assertThat(report.passes()).as(report.print()).isTrue();
  }

  @Test
  void aMissingFactorIsTold() {
    assertFailsBelow(checkDoubling(upstream -> upstream), "off by the factor 0.5000");
  }

  @Test
  void aMeanTakenTwiceIsTold() {
    assertFailsBelow(checkDoubling(upstream -> upstream.mul(2.0 / BATCH)), "that is 1/batch");
  }

  @Test
  void aMissingMeanIsTold() {
    assertFailsBelow(checkDoubling(upstream -> upstream.mul(2.0 * BATCH)), "the 1/N of a mean");
  }

  @Test
  void aWrongSignIsTold() {
    assertFailsBelow(
        checkDoubling(upstream -> upstream.mul(-2)), "every element has the wrong sign");
  }

  @Test
  void aGradientOfZeroIsTold() {
    assertFailsBelow(checkDoubling(upstream -> upstream.mul(0)), "the gradient is 0 everywhere");
  }

  @Test
  void aGradientThatIsNoNumberIsTold() {
    assertFailsBelow(
        checkDoubling(upstream -> upstream.sub(upstream).log().add(upstream).mul(0)),
        "the gradient is not finite");
  }

  @Test
  void anUpstreamGradientThatIsNotMultipliedIsTold() {
    assertFailsBelow(
        checkDoubling(upstream -> upstream.graph().full(upstream.shape(), 2)), "no simple pattern");
  }

  private static Layer square(CustomGradient.Rule rule) {
    return new RuledLayer(
        Shape.of(WIDTH, WIDTH), Initializers.heUniform(), (x, w) -> x.matmul(w), rule);
  }

  @Test
  void aTransposedGradientIsTold() {
    GradientReport report =
        check(
            Dense.of(WIDTH, WIDTH),
            square(
                (xw, y, up) ->
                    List.of(up.matmul(xw.get(1), false, true), up.matmul(xw.get(0), true, false))));
    assertThat(report.parameter("1.weight").verdict()).isEqualTo(Verdict.FAIL);
    assertThat(report.parameter("1.weight").reason()).contains("the transpose of the right");
    assertThat(report.parameter("0.weight").verdict()).isEqualTo(Verdict.PASS);
    assertThat(report.print()).contains("gradient rule for 1.weight itself");
  }

  /** The weight's own gradient is right; what goes back to the layer before it is not. */
  @Test
  void aWrongInputGradientIsFoundByTheLayersBeforeIt() {
    GradientReport report =
        check(
            Dense.of(WIDTH, WIDTH),
            Activation.tanh(),
            square(
                (xw, y, up) -> List.of(up.matmul(xw.get(1)), xw.get(0).matmul(up, true, false))));
    assertThat(report.parameter("2.weight").verdict()).isEqualTo(Verdict.PASS);
    assertThat(report.parameter("0.weight").verdict()).isEqualTo(Verdict.FAIL);
    assertThat(report.parameter("0.weight").reason()).contains("no simple pattern");
    assertThat(report.print()).contains("the input gradient of '2' or before it");
  }

  private static Layer bias(UnaryOperator<Value> gradient) {
    return new RuledLayer(
        Shape.of(WIDTH),
        Initializers.uniform(-1, 1),
        Value::add,
        (xb, y, upstream) -> List.of(upstream, gradient.apply(upstream)));
  }

  @Test
  void aMissingSumOverTheBatchIsTold() {
    GradientReport report =
        check(
            Dense.of(WIDTH, WIDTH),
            bias(upstream -> upstream.slice(0, 3, 4).reshape(WIDTH)),
            Activation.tanh(),
            Dense.of(WIDTH, WIDTH));
    assertThat(report.parameter("1.weight").reason())
        .contains("the gradient of sample 3 of the batch alone", "sum over the batch axis");
    assertThat(report.parameters().stream().filter(row -> row.verdict() == Verdict.PASS))
        .hasSize(4);
    assertThat(report.print()).contains("Layer '1' fails");
  }

  @Test
  void elementsThatAreLeftOutAreTold() {
    GradientReport report =
        check(bias(upstream -> upstream.sum(0).slice(0, 0, WIDTH - 1).pad(0, 0, 1)));
    assertThat(report.parameter("0.weight").reason())
        .contains("1 of 4 elements are wrong, the first at [3]", "leaves elements out");
  }

  /** At 0 a ReLU has two slopes; its gradient is held to neither. */
  @Test
  void kinksAreCountedAndNotPassed() {
    Layer atZero =
        new RuledLayer(
            Shape.of(WIDTH),
            Initializers.zeros(),
            (x, b) -> x.mul(0).add(b),
            (xb, y, upstream) -> List.of(upstream.mul(0), upstream.sum(0)));
    GradientReport report = check(atZero, Activation.relu());
    ParameterCheck row = report.parameter("0.weight");
    assertThat(row.kinks()).isEqualTo(WIDTH);
    assertThat(row.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(row.reason()).contains("4 of 4 elements lie at kinks");
    assertThat(row.elements())
        .allSatisfy(element -> assertThat(element.below()).isNotEqualTo(element.above()));
    assertThat(report.passes()).isFalse();
    assertThat(report.print()).contains("0 elements judged, 4 at kinks");
  }

  /** No subgradient is NaN. */
  @Test
  void aGradientThatIsNoNumberFailsAtKinksToo() {
    Layer atZero =
        new RuledLayer(
            Shape.of(WIDTH),
            Initializers.zeros(),
            (x, b) -> x.mul(0).add(b),
            (xb, y, upstream) -> List.of(upstream.mul(0), upstream.sum(0).mul(0).sub(1).log()));
    ParameterCheck row = check(atZero, Activation.relu()).parameter("0.weight");
    assertThat(row.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(row.reason()).contains("the gradient is not finite");
  }

  /** Kinks near an element, but not at it, are avoided by a smaller step. */
  @Test
  void aKinkBesideAnElementDoesNotHideAWrongGradient() {
    Layer beside =
        new RuledLayer(
            Shape.of(WIDTH),
            Initializers.constant(3e-5),
            (x, b) -> x.mul(0).add(b),
            (xb, y, upstream) -> List.of(upstream.mul(0), upstream.sum(0).mul(3)));
    GradientReport report = check(beside, Activation.relu());
    assertThat(report.parameter("0.weight").kinks()).isZero();
    assertThat(report.parameter("0.weight").reason()).contains("off by the factor 3.000");
  }

  @Test
  void aModelThatIgnoresALayerIsNotPassed() {
    Layer hidden =
        new RuledLayer(
            Shape.of(WIDTH),
            Initializers.ones(),
            (x, b) -> x.add(b.mul(0)),
            (xb, y, upstream) -> List.of(upstream, upstream.sum(0).mul(0)));
    GradientReport report = check(hidden);
    assertThat(report.parameter("0.weight").verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(report.parameter("0.weight").reason()).contains("does not depend");
  }

  @Test
  void aWrongLossFailsEveryLayer() {
    Loss halved =
        (prediction, target) -> {
          Value loss = Losses.meanSquared(Reduction.MEAN).apply(prediction, target);
          return CustomGradient.of(
              loss.mul(2), List.of(loss), (arguments, y, upstream) -> List.of(upstream));
        };
    GradientReport report =
        check(halved, true, Dense.of(WIDTH, WIDTH), Activation.tanh(), Dense.of(WIDTH, WIDTH));
    assertThat(report.parameters()).allSatisfy(r -> assertThat(r.reason()).contains("0.5000"));
    assertThat(report.print())
        .contains("Every layer fails", "custom_gradient in 'loss' (a gradient rule of your own");
  }

  @Test
  void aDetachedLayerIsRefusedWithTheCut() {
    assertThatThrownBy(
            () ->
                check(
                    Dense.of(WIDTH, WIDTH),
                    Lambda.of("cut", Value::stopGradient),
                    Dense.of(WIDTH, WIDTH)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("receives no gradient")
        .hasMessageContaining("stop_gradient in '1'");
  }

  @Test
  void aLossThatIsNoNumberIsRefused() {
    assertThatThrownBy(
            () -> check(Dense.of(WIDTH, WIDTH), Lambda.of("bad", x -> x.mul(0).sub(1).log())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the loss of this batch is NaN");
  }
}

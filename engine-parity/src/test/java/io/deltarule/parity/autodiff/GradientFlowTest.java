package io.deltarule.parity.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltarule.autodiff.ReverseMode;
import io.deltarule.backend.Engine;
import io.deltarule.expr.Expr;
import io.deltarule.expr.UnaryOp;
import io.deltarule.graph.Graph;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.graph.Variable;
import io.deltarule.layer.Dense;
import io.deltarule.layer.ForwardPass;
import io.deltarule.layer.Layer;
import io.deltarule.layer.Sequential;
import io.deltarule.loss.Losses;
import io.deltarule.loss.Reduction;
import io.deltarule.op.CustomGradient;
import io.deltarule.optim.Optimizers;
import io.deltarule.parity.golden.Evaluated;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import io.deltarule.train.Training;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where gradients flow, where they are cut, and what is said when one is asked for in vain. */
class GradientFlowTest {
  private static final Tensor X = Tensor.of(Shape.of(3), -1.5, 0.4, 2.6);
  private final Graph graph = new Graph();

  private Value weight(String name) {
    return graph.read(new Variable(name, TensorType.float32(3), Variable.Role.PARAMETER));
  }

  @Test
  void stopGradientLetsTheValueThroughAndNotTheGradient() {
    Evaluated found = Evaluated.of(Map.of("x", X), v -> v.get("x").mul(v.get("x").stopGradient()));
    assertThat(found.value().doubles()).containsExactly(-1.5 * -1.5, 0.4 * 0.4, 2.6 * 2.6);
    assertThat(found.gradients().get("x").doubles()).containsExactly(-1.5, 0.4, 2.6);
  }

  @Test
  void stopGradientAloneIsNamedAsTheCut() {
    Value w = weight("fc.weight");
    Value loss = graph.scoped("encoder", w::stopGradient).square().sum();
    assertThatThrownBy(() -> ReverseMode.gradients(loss, List.of(w)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("'fc.weight'", "every path is cut", "stop_gradient", "'encoder'");
  }

  @Test
  void pathThroughIntegersIsNamedAsTheCut() {
    Value w = weight("fc.weight");
    Value loss = graph.scoped("choice", () -> w.argMax(0)).toFloat();
    assertThatThrownBy(() -> ReverseMode.gradients(loss, List.of(w)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("'fc.weight'", "every path is cut", "argmax", "'choice'");
  }

  @Test
  void unusedVariableIsNamed() {
    Value used = weight("used");
    Value unused = weight("unused");
    assertThatThrownBy(() -> ReverseMode.gradients(used.sum(), List.of(used, unused)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("'unused'", "no operation uses it");
  }

  @Test
  void lastUsersOfWhatDoesNotReachTheLossAreNamed() {
    Value used = weight("used");
    Value lost = weight("lost");
    graph.scoped("decoder", () -> lost.square().exp());
    assertThatThrownBy(() -> ReverseMode.gradients(used.sum(), List.of(lost)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("'lost'", "last users", "'decoder'");
  }

  @Test
  void lossOfSeveralNumbersIsRefused() {
    Value w = weight("w");
    assertThatThrownBy(() -> ReverseMode.gradients(w.square(), List.of(w)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("[3]", "mean() or sum()");
  }

  /** A layer that has a parameter and forgets it. */
  private record Forgetful(Dense inner) implements Layer {
    @Override
    public Map<String, Layer> children() {
      return Map.of("inner", inner);
    }

    @Override
    public Value forward(Value input, ForwardPass pass) {
      return input;
    }
  }

  @Test
  void trainingNamesTheParameterThatTheLossDoesNotReach() {
    Layer model = Sequential.of(Dense.of(2, 2), new Forgetful(Dense.of(2, 2)));
    try (Engine engine = Engine.open("reference");
        Training training =
            Training.of(engine, model)
                .features(Shape.of(2))
                .targets(Shape.of(2))
                .loss(Losses.meanSquared(Reduction.MEAN))
                .optimizer(Optimizers.sgd())
                .build()) {
      assertThatThrownBy(() -> training.step(4))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll("1.inner.weight", "does not reach the loss");
    }
  }

  @Test
  void customGradientReplacesThatOfTheComposition() {
    // The straight-through estimator: rounds, and passes the gradient as if it did not.
    Evaluated found =
        Evaluated.of(
            Map.of("x", X),
            v -> {
              Value x = v.get("x");
              Value rounded = x.pointwise(Expr.input(0).plus(0.5).apply(UnaryOp.FLOOR));
              Value through =
                  CustomGradient.of(rounded, List.of(x), (args, y, upstream) -> List.of(upstream));
              return through.mul(3);
            });
    assertThat(found.value().doubles()).containsExactly(-3, 0, 9);
    assertThat(found.gradients().get("x").doubles()).containsExactly(3, 3, 3);
  }

  @Test
  void customGradientMayUseArgumentsAndOutput() {
    Evaluated found =
        Evaluated.of(
            Map.of("x", X),
            v -> {
              Value x = v.get("x");
              return CustomGradient.of(
                  x.exp(), List.of(x), (args, y, g) -> List.of(g.mul(y).mul(args.get(0))));
            });
    for (int i = 0; i < X.size(); i++) {
      assertThat(found.gradients().get("x").get(i)).isEqualTo(Math.exp(X.get(i)) * X.get(i));
    }
  }

  @Test
  void customGradientOfTheWrongCountOrShapeIsRefused() {
    Value w = weight("w");
    Value few = CustomGradient.of(w.exp(), List.of(w), (args, y, g) -> List.of());
    assertThatThrownBy(() -> ReverseMode.gradients(few.sum(), List.of(w)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("0 gradients", "1 arguments");
    Value narrow = CustomGradient.of(w.exp(), List.of(w), (args, y, g) -> List.of(g.sum()));
    assertThatThrownBy(() -> ReverseMode.gradients(narrow.sum(), List.of(w)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("[3]", "[]");
  }
}

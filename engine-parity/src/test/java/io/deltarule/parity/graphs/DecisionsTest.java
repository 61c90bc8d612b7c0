package io.deltarule.parity.graphs;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.expr.Expr;
import io.deltarule.graph.Computation;
import io.deltarule.graph.Graph;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.layer.Activations;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Decisions that a rounding error turns are found, and only those. */
class DecisionsTest {
  private static boolean areStable(UnaryOperator<Value> body, float... x) {
    Value input = new Graph().placeholder("x", TensorType.float32(x.length));
    Computation computation = Computation.of(Map.of("y", body.apply(input)));
    return Decisions.areStable(computation, Map.of("x", Tensor.of(Shape.of(x.length), x)));
  }

  /** A value that float32 does not hold, and so rounds. */
  private static Value third(Value x) {
    return x.div(3);
  }

  @Test
  void differencesBelowTheRoundingErrorAreUnstable() {
    float third = 1 / 3f;
    assertThat(areStable(x -> third(x).sub(third).map(Activations.relu()), 1)).isFalse();
    assertThat(areStable(x -> third(x).mul(3).sub(1).pointwise(sign()), 1)).isFalse();
    assertThat(areStable(x -> third(x).mul(3).argMax(0), 1, 1)).isFalse();
    assertThat(areStable(x -> third(x).max(0), 1, 1)).isFalse();
  }

  @Test
  void largerDifferencesAreStable() {
    assertThat(areStable(x -> third(x).sub(0.25).map(Activations.relu()), 1)).isTrue();
    assertThat(areStable(x -> third(x).pointwise(sign()), 1, -1)).isTrue();
    assertThat(areStable(x -> third(x).argMax(0), 1, 1.001f)).isTrue();
    assertThat(areStable(x -> third(x).max(0), 1, 1.001f)).isTrue();
  }

  @Test
  void exactTiesAreStable() {
    assertThat(areStable(x -> x.mul(0.5).max(0), 1, 1)).isTrue();
    assertThat(areStable(x -> x.argMax(0), 1, 1)).isTrue();
    assertThat(areStable(x -> x.map(Activations.relu()), 0)).isTrue();
  }

  @Test
  void smoothComputationsDecideNothing() {
    assertThat(areStable(x -> third(x).exp().softmax(0), 1, 1)).isTrue();
  }

  private static Expr sign() {
    return Expr.input(0).sign();
  }
}

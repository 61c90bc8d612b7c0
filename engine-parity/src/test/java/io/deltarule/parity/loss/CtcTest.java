package io.deltarule.parity.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.deltarule.autodiff.ReverseMode;
import io.deltarule.backend.Engine;
import io.deltarule.backend.State;
import io.deltarule.expr.Expr;
import io.deltarule.expr.ScalarType;
import io.deltarule.graph.Computation;
import io.deltarule.graph.Graph;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.loss.Ctc;
import io.deltarule.loss.Reduction;
import io.deltarule.parity.golden.Golden;
import io.deltarule.parity.golden.Recording;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** CTC against PyTorch's values, and what it does where no alignment fits. */
class CtcTest {
  private static final Recording GOLDEN = Golden.read("ctc");

  private final Engine engine = Engine.open("reference");
  private final Graph graph = new Graph();

  @AfterEach
  void close() {
    engine.close();
  }

  private Value recorded(String name) {
    return graph.constant(GOLDEN.tensor(name));
  }

  private Value loss(Ctc ctc, Value logits, Value targets) {
    return ctc.apply(
        logits.logSoftmax(-1), targets, recorded("inputLengths"), recorded("targetLengths"));
  }

  private Map<String, Tensor> run(Map<String, Value> outputs) {
    try (State state = engine.newState()) {
      return engine.compile(Computation.of(outputs), state).run(Map.of());
    }
  }

  @Test
  void valuesAndGradientsArePyTorchs() {
    for (int blank : new int[] {0, 2}) {
      for (Reduction reduction : Reduction.values()) {
        Value logits = recorded("logits");
        Expr label = Expr.input(0, ScalarType.INT);
        Expr moved = Expr.select(label.eq(Expr.constantInt(blank)), Expr.constantInt(0), label);
        Value targets = recorded("targets").pointwise(moved);
        Ctc ctc = new Ctc(reduction, blank, true);
        Value loss = loss(ctc, logits, targets);
        Value upstream =
            reduction == Reduction.NONE ? recorded("upstream") : graph.full(Shape.scalar(), 1);
        Value gradient =
            ReverseMode.gradients(List.of(loss), List.of(upstream), List.of(logits)).get(0);
        Map<String, Tensor> found = run(Map.of("loss", loss, "gradient", gradient));
        String key = blank + "." + reduction.name().toLowerCase(Locale.ROOT) + ".";
        for (String figure : List.of("loss", "gradient")) {
          assertThat(found.get(figure).toDoubles())
              .as(key + figure)
              .containsExactly(GOLDEN.numbers(key + figure), within(1e-12));
        }
      }
    }
  }

  @Test
  void whatNoAlignmentFitsIsInfiniteUnlessItCountsAsZero() {
    Value targets = recorded("targets");
    Ctc ctc = new Ctc(Reduction.NONE, 0, false);
    Value logits = recorded("logits");
    Value loss = loss(ctc, logits, targets);
    Value gradient = ReverseMode.gradients(loss.sum(), List.of(logits)).get(0);
    Map<String, Tensor> found =
        run(
            Map.of(
                "infinite", loss,
                "zero", loss(ctc.withZeroInfinity(), logits, targets),
                "gradient", gradient.slice(1, 4, 5)));
    assertThat(found.get("infinite").get(4)).isInfinite();
    assertThat(found.get("infinite").get(3)).isFinite();
    assertThat(found.get("zero").get(4)).isZero();
    assertThat(found.get("gradient").toDoubles()).containsOnly(0);
  }

  @Test
  void whatDoesNotFitIsRefusedWithTheRemedy() {
    Value x = graph.placeholder("x", new TensorType(DType.FLOAT32, Shape.of(4, 2, 3)));
    Value targets = graph.placeholder("targets", new TensorType(DType.INT32, Shape.of(3, 2)));
    Value lengths = graph.placeholder("lengths", new TensorType(DType.INT32, Shape.of(2)));
    Value right = targets.slice(0, 0, 2);
    assertThatThrownBy(() -> Ctc.mean().apply(x, targets, lengths, lengths))
        .hasMessageContainingAll("ctc", "targets must be INT32 [2, L]", "[3, 2]");
    assertThatThrownBy(() -> Ctc.mean().apply(x, right, lengths, targets))
        .hasMessageContainingAll("lengths must be INT32 [2]", "[3, 2]");
    assertThatThrownBy(() -> Ctc.mean().withBlank(3).apply(x, right, lengths, lengths))
        .hasMessageContainingAll("blank 3", "3 classes");
    assertThatThrownBy(() -> Ctc.mean().apply(right, right, lengths, lengths))
        .hasMessageContainingAll("[T, B, C]", "transpose");
    assertThatThrownBy(() -> Ctc.mean().withBlank(-1)).hasMessageContaining("-1");
  }

  @Test
  void aLabelOutsideTheClassesIsRefusedByTheRun() {
    Value targets = graph.constant(Tensor.of(Shape.of(1, 1), new int[] {5}));
    Value x = graph.full(Shape.of(2, 1, 5), -1);
    Value one = graph.constant(Tensor.of(Shape.of(1), new int[] {1}));
    Map<String, Value> loss = Map.of("loss", Ctc.mean().apply(x, targets, one, one));
    assertThatThrownBy(() -> run(loss)).isInstanceOf(IndexOutOfBoundsException.class);
  }
}

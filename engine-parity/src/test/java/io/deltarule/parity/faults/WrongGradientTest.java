package io.deltarule.parity.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.backend.Engine;
import io.deltarule.graph.Computation;
import io.deltarule.parity.Bounds;
import io.deltarule.parity.FiniteDifferences;
import io.deltarule.parity.OpCase;
import io.deltarule.parity.catalogue.OpCatalogue;
import io.deltarule.tensor.Tensor;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A wrong gradient rule is caught, in every family that has gradients. */
class WrongGradientTest {
  private static final long SEED = 20261123;

  @Test
  void everyWrongGradientIsCaughtByParityAndByFiniteDifferences() {
    FaultTable table =
        new FaultTable("wrong gradient rules", Judge.GRADIENT_PARITY, Judge.FINITE_DIFFERENCES);
    try (Engine engine = Engine.open("reference")) {
      for (OpCase opCase : OpCatalogue.differentiable()) {
        if (Representatives.isSmall(opCase)) {
          long t = System.nanoTime();
          plantIn(opCase, engine, table);
          long ms = (System.nanoTime() - t) / 1_000_000;
          if (ms > 200) System.out.println(opCase + " " + ms);
        }
      }
    }
    System.out.println(table);
    assertThat(table.survivors()).isEmpty();
  }

  private static void plantIn(OpCase opCase, Engine engine, FaultTable table) {
    OpCase gradient = opCase.gradient();
    Map<String, Tensor> inputs = gradient.values(SEED);
    Bounds bounds = Bounds.of(gradient.computation(), live(gradient.computation(), inputs));
    assertThat(judges(opCase, gradient.computation(), bounds, inputs, engine)).isEmpty();
    for (var wrong : GradientFaults.of(opCase)) {
      Set<Judge> caughtBy = judges(opCase, wrong.gradient(), bounds, inputs, engine);
      if (caughtBy.size() == 1)
        System.out.println(
            "ONLY " + caughtBy + " " + opCase + " " + wrong.fault() + " " + wrong.where());
      table.add(opCase.family(), wrong.fault(), opCase.name(), wrong.where(), caughtBy);
    }
  }

  /** Those who find a gradient wrong. */
  private static Set<Judge> judges(
      OpCase opCase,
      Computation gradient,
      Bounds bounds,
      Map<String, Tensor> inputs,
      Engine engine) {
    Set<Judge> caughtBy = EnumSet.noneOf(Judge.class);
    if (fails(() -> bounds.check("planted", run(gradient, inputs, engine)))) {
      caughtBy.add(Judge.GRADIENT_PARITY);
    }
    if (fails(() -> FiniteDifferences.check(opCase, gradient, SEED))) {
      caughtBy.add(Judge.FINITE_DIFFERENCES);
    }
    return caughtBy;
  }

  /** Only an AssertionError is a verdict; anything else is a defect of the harness. */
  private static boolean fails(Runnable check) {
    try {
      check.run();
      return false;
    } catch (AssertionError verdict) {
      return true;
    }
  }

  private static Map<String, Tensor> run(
      Computation computation, Map<String, Tensor> inputs, Engine engine) {
    try (var state = engine.newState();
        var executable = engine.load(computation, state, engine.backend().planOptions())) {
      return executable.run(live(computation, inputs));
    }
  }

  private static Map<String, Tensor> live(Computation computation, Map<String, Tensor> values) {
    Map<String, Tensor> live = new LinkedHashMap<>(values);
    live.keySet().retainAll(computation.placeholders().keySet());
    return live;
  }
}

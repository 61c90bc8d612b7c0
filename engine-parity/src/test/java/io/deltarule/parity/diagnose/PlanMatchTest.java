package io.deltarule.parity.diagnose;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltarule.backend.Engine;
import io.deltarule.graph.Computation;
import io.deltarule.graph.Graph;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.plan.Plan;
import io.deltarule.plan.PlanOptions;
import io.deltarule.plan.Planner;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class PlanMatchTest {
  private static Plan plan(PlanOptions options, UnaryOperator<Value> operations) {
    Value x = new Graph().placeholder("x", TensorType.float32(3, 4));
    return Planner.plan(Computation.of(Map.of("y", operations.apply(x))), options);
  }

  private static void match(Plan one, Plan other) {
    try (Engine engine = Engine.open("reference")) {
      PlanMatch.require(engine, one, engine, other);
    }
  }

  @Test
  void plansThatDifferInLayoutAloneMatch() {
    UnaryOperator<Value> operations = x -> x.exp().sum(0).neg();
    PlanOptions spread = PlanOptions.standard().withGuard(64).withReuse(false);
    match(plan(PlanOptions.standard(), operations), plan(spread, operations));
  }

  @Test
  void plansOfDifferentOperationsAreRefusedWithTheFirst() {
    Plan one = plan(PlanOptions.standard(), x -> x.exp().sum(0));
    Plan other = plan(PlanOptions.standard(), x -> x.exp().sum(1));
    assertThatThrownBy(() -> match(one, other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("don't line up: operation 1 is")
        .hasMessageContaining("[4]")
        .hasMessageContaining("[3]")
        .hasMessageContaining("planOptions()");
  }

  @Test
  void aPlanThatEndsEarlierIsRefused() {
    Plan one = plan(PlanOptions.standard(), x -> x.exp().sum(0));
    Plan other = plan(PlanOptions.standard(), x -> x.exp());
    assertThatThrownBy(() -> match(one, other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("operation 1 is")
        .hasMessageContaining("nothing more");
  }
}

package io.deltarule.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.graph.Assignment;
import io.deltarule.graph.Computation;
import io.deltarule.graph.Graph;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.graph.Variable;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PlanPrinterTest {
  /** y = sum(exp(x w)), w becomes 2 w. */
  private static Plan plan() {
    Graph graph = new Graph();
    Variable w = new Variable("w", TensorType.float32(2, 3), Variable.Role.PARAMETER);
    Value x = graph.placeholder("x", TensorType.float32(4, 2));
    Value weights = graph.read(w);
    Value product = graph.scoped("fc", () -> x.matmul(weights));
    Value sum = graph.scoped("loss", () -> product.exp().sum());
    Computation computation =
        new Computation(graph, Map.of("y", sum), List.of(Assignment.of(w, weights.mul(2))));
    return Planner.plan(computation, PlanOptions.standard());
  }

  @Test
  void everyStepHasALineWithShapesAndCosts() {
    List<String> lines = PlanPrinter.print(plan()).lines().toList();
    assertThat(lines.get(0).trim()).matches("step +op +scope +shapes +FLOPs +bytes +at +alive");
    assertThat(lines.get(1).trim())
        .matches(
            "0 +matmul +fc +\\[4, 2\\] x \\[2, 3\\] -> \\[4, 3\\] +48 +104 +arena0.FLOAT32\\+0 .*");
  }

  @Test
  void anArenaBufferShowsItsLifetimeAndAVariableIsKept() {
    Plan plan = plan();
    String text = PlanPrinter.print(plan);
    Plan.Lifetime product = plan.lifetimes().get(0);
    assertThat(text.lines().toList().get(1)).endsWith(product.first() + "-" + product.last());
    assertThat(text.lines()).anyMatch(line -> line.matches(".* w\\+0 +kept"));
  }

  @Test
  void theTotalsAreThePlans() {
    Plan plan = plan();
    String text = PlanPrinter.print(plan);
    assertThat(text).containsPattern("launches +" + plan.steps().size() + "\n");
    assertThat(text).containsPattern("FLOPs per step +" + plan.flops() + "\n");
    assertThat(text).containsPattern("arena bytes +" + plan.arenaBytes() + " ");
    assertThat(text).containsPattern("variable bytes +24\n");
    assertThat(plan.flops()).isPositive();
  }

  @Test
  void theColumnsLineUpAndNoLineEndsInSpaces() {
    List<String> lines = PlanPrinter.print(plan()).lines().toList();
    int shapes = lines.get(0).indexOf("shapes");
    for (int i = 1; i <= plan().steps().size(); i++) {
      assertThat(lines.get(i).substring(shapes - 2, shapes + 1)).matches("  \\[");
      assertThat(lines.get(i)).doesNotMatch(Pattern.compile(".*\\s$"));
    }
  }
}

package io.deltarule.parity.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.graph.Assignment;
import io.deltarule.graph.Computation;
import io.deltarule.graph.Graph;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.graph.Variable;
import io.deltarule.op.Concat;
import io.deltarule.plan.Location;
import io.deltarule.plan.Plan;
import io.deltarule.plan.PlanOptions;
import io.deltarule.plan.Planner;
import io.deltarule.plan.Region;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InPlaceUpdateTest {
  private final Graph graph = new Graph();
  private final Variable w = new Variable("w", TensorType.float32(2, 3), Variable.Role.PARAMETER);
  private final Value read = graph.read(w);

  private Plan plan(Value next) {
    return Planner.plan(
        new Computation(graph, Map.of(), List.of(Assignment.of(w, next))), PlanOptions.standard());
  }

  private Location place() {
    return new Location(new Region.Held(w), 0, w.type());
  }

  @Test
  void updatesElementByElementAreDoneInPlace() {
    Plan plan = plan(read.mul(2));
    assertThat(plan.steps()).hasSize(1);
    assertThat(plan.steps().get(0).outputs()).containsExactly(place());
  }

  @Test
  void updatesUnderAnotherShapeAreDoneInPlace() {
    Plan plan = plan(read.reshape(6).mul(2).reshape(2, 3));
    assertThat(plan.steps()).hasSize(1);
    assertThat(plan.steps().get(0).outputs().get(0).overlaps(place())).isTrue();
  }

  @Test
  void updatesThatReadOtherElementsAreCopied() {
    Value sums = read.slice(0, 0, 1).add(read);
    assertThat(plan(sums).steps()).hasSize(2);
  }

  @Test
  void piecesThatReadWhatOtherPiecesReplaceAreCopied() {
    Value swapped = Concat.of(0, List.of(read.slice(0, 1, 2).mul(2), read.slice(0, 0, 1).mul(3)));
    assertThat(plan(swapped).steps()).hasSize(3);
  }
}

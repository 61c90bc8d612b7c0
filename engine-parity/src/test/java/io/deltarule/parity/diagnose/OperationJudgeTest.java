package io.deltarule.parity.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.expr.Expr;
import io.deltarule.graph.Computation;
import io.deltarule.graph.Graph;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.plan.PlanOptions;
import io.deltarule.plan.Planner;
import io.deltarule.plan.Step;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class OperationJudgeTest {
  private static final int COUNT = 100_000;

  private static Step step(UnaryOperator<Value> operation) {
    Graph graph = new Graph();
    Value result = operation.apply(graph.placeholder("x", TensorType.float32(COUNT)));
    List<Step> steps =
        Planner.plan(Computation.of(Map.of("y", result)), PlanOptions.standard()).steps();
    assertThat(steps).hasSize(1);
    return steps.get(0);
  }

  private static Tensor ones() {
    double[] values = new double[COUNT];
    Arrays.fill(values, 1);
    return Tensor.of(Shape.of(COUNT), values);
  }

  private static double smallestAllowance(OperationJudge judge) {
    double smallest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < COUNT; i++) {
      smallest = Math.min(smallest, judge.allowed(0, i, DType.FLOAT32, DType.FLOAT64));
    }
    return smallest;
  }

  /** Two roundings of opposite sign cancel; of many elements, in every one of the first runs. */
  @Test
  void roundingsThatCancelByChanceLeaveNoElementWithoutAllowance() {
    Step twice = step(x -> x.pointwise(Expr.input(0).times(1.25).times(1.5)));
    try (OperationJudge judge = new OperationJudge(twice, List.of(ones()))) {
      double ulp = Math.ulp(1.25f * 1.5f);
      assertThat(smallestAllowance(judge)).isLessThan(ulp);
      while (judge.moreRuns()) {
        assertThat(judge.exact()).hasSize(1);
      }
      assertThat(smallestAllowance(judge)).isBetween(ulp, 32 * ulp);
    }
  }

  @Test
  void whatIsOnlyMovedMustBeExact() {
    Step reversed = step(x -> x.reshape(2, COUNT / 2).transpose(1, 0).reshape(COUNT));
    try (OperationJudge judge = new OperationJudge(reversed, List.of(ones()))) {
      assertThat(smallestAllowance(judge)).isZero();
    }
  }
}

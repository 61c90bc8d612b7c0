package io.deltarule.parity.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.deltarule.autodiff.ReverseMode;
import io.deltarule.compile.Compiler;
import io.deltarule.graph.Computation;
import io.deltarule.graph.Graph;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.layer.Activations;
import io.deltarule.plan.Plan;
import io.deltarule.plan.PlanOptions;
import io.deltarule.plan.Planner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Residual blocks, each a normalisation, a product, a bias and an activation, with their gradients.
 */
class LongNetworkTest {
  private static Computation network(int blocks) {
    Graph graph = new Graph();
    Value x = graph.placeholder("x", TensorType.float32(8, 4));
    List<Value> parameters = new ArrayList<>();
    for (int i = 0; i < blocks; i++) {
      Value weight = graph.placeholder("w" + i, TensorType.float32(4, 4));
      Value bias = graph.placeholder("b" + i, TensorType.float32(4));
      parameters.add(weight);
      parameters.add(bias);
      Value centred = x.sub(x.mean(-1).reshape(8, 1));
      Value variance = centred.square().mean(-1).reshape(8, 1);
      Value normal = centred.div(variance.add(1e-5).sqrt());
      x = x.add(normal.matmul(weight).add(bias).map(Activations.gelu()));
    }
    List<Value> gradients = ReverseMode.gradients(x.square().sum(), parameters);
    return Graphs.outputs(gradients.toArray(Value[]::new));
  }

  @Test
  void theWorkOfCompilingIsLinear() {
    // Half a second; seconds on a busy machine, minutes if anything were quadratic in 20,000 nodes.
    assertTimeout(Duration.ofSeconds(20), () -> Compiler.optimize(network(500)));
  }

  @Test
  void fusionHalvesTheKernelsWithoutNeedingMemory() {
    Plan plain = Planner.plan(network(20), PlanOptions.standard());
    Plan compiled = Planner.plan(Compiler.optimize(network(20)), PlanOptions.standard());
    assertThat(compiled.steps().size()).isLessThan(plain.steps().size() * 55 / 100);
    assertThat(compiled.arenaBytes()).isLessThanOrEqualTo(plain.arenaBytes() + 256);
  }
}

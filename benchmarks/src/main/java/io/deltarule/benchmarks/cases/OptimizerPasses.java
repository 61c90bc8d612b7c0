package io.deltarule.benchmarks.cases;

import io.deltarule.graph.Assignment;
import io.deltarule.graph.Computation;
import io.deltarule.graph.Graph;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.layer.Dense;
import io.deltarule.layer.ParameterLayout;
import io.deltarule.optim.Optimizer;
import io.deltarule.optim.OptimizerState;
import io.deltarule.optim.Optimizers;
import io.deltarule.optim.Update;
import io.deltarule.optim.UpdateContext.StepValues;
import io.deltarule.parity.Domain;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * One update of a flat region of parameters, in place, as a training step does it: parameters and
 * slots are variables, the gradient is an input. The model is a layer of as many inputs as outputs,
 * whose weights decay and whose biases don't.
 */
final class OptimizerPasses {
  /** A hundred thousand, a million and 25 million parameters. */
  private static final int[] WIDTHS = {316, 1000, 5000};

  private static final Map<String, Domain> INPUTS =
      Map.of(
          "gradient", Domain.uniform(-2, 2),
          "learningRate", Domain.values(1e-3),
          "count", Domain.values(1000),
          "gradientNorm", Domain.values(3.5),
          "gate", Domain.values(1));

  private OptimizerPasses() {}

  static List<BenchmarkCase> all() {
    List<BenchmarkCase> cases = new ArrayList<>();
    for (int width : WIDTHS) {
      cases.add(pass("sgd", Optimizers::sgd, width));
      cases.add(pass("momentum", () -> Optimizers.momentum(0.9), width));
      cases.add(pass("adam", Optimizers::adam, width));
      cases.add(pass("adamW", () -> Optimizers.adamW(0.01), width));
    }
    return cases;
  }

  private static BenchmarkCase pass(String operation, Supplier<Optimizer> optimizer, int width) {
    long parameters = (long) width * width + width;
    return BenchmarkCase.of(
        "optimizer",
        operation,
        operation + " of " + parameters + " parameters",
        () -> update(optimizer.get(), ParameterLayout.of(Dense.of(width, width))),
        INPUTS);
  }

  private static Computation update(Optimizer optimizer, ParameterLayout layout) {
    Graph graph = new Graph();
    StepValues step =
        new StepValues(
            graph.placeholder("learningRate", TensorType.float32()),
            graph.placeholder("count", TensorType.float32()),
            graph.placeholder("gradientNorm", TensorType.float32()),
            graph.placeholder("gate", new TensorType(DType.INT32, Shape.scalar())));
    Value gradient = graph.placeholder("gradient", TensorType.float32(layout.size()));
    List<Assignment> assignments =
        Update.assignments(
            optimizer,
            layout,
            new OptimizerState(layout.size()),
            graph.read(layout.variable()),
            gradient,
            step);
    return new Computation(graph, Map.of(), assignments);
  }
}

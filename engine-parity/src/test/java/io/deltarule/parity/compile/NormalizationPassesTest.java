package io.deltarule.parity.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.autodiff.ReverseMode;
import io.deltarule.compile.Compiler;
import io.deltarule.graph.Computation;
import io.deltarule.graph.Graph;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.layer.Activation;
import io.deltarule.layer.BatchNorm;
import io.deltarule.layer.ForwardPass;
import io.deltarule.layer.GroupNorm;
import io.deltarule.layer.Layer;
import io.deltarule.layer.LayerNorm;
import io.deltarule.layer.Parameter;
import io.deltarule.layer.ParameterLayout;
import io.deltarule.layer.Sequential;
import io.deltarule.plan.Location;
import io.deltarule.plan.Plan;
import io.deltarule.plan.PlanOptions;
import io.deltarule.plan.PlanPrinter;
import io.deltarule.plan.Planner;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How often a normalisation and its gradient pass over memory, which is what they cost. */
class NormalizationPassesTest {
  private static final int CHANNELS = 8;

  /** The plan of an output and of the gradients by the input and all parameters. */
  private static Plan plan(Layer layer, Shape shape) {
    Graph graph = new Graph();
    Value x = graph.placeholder("x", TensorType.float32().withShape(shape));
    Map<Parameter, Value> values = new HashMap<>();
    List<Value> wrt = new ArrayList<>(List.of(x));
    for (ParameterLayout.Entry entry : ParameterLayout.of(layer).entries()) {
      TensorType type = TensorType.float32().withShape(entry.parameter().shape());
      values.put(entry.parameter(), graph.placeholder(entry.name(), type));
      wrt.add(values.get(entry.parameter()));
    }
    for (ParameterLayout.Entry entry : ParameterLayout.ofBuffers(layer).entries()) {
      TensorType type = TensorType.float32().withShape(entry.parameter().shape());
      values.put(entry.parameter(), graph.placeholder(entry.name(), type));
    }
    Value seed = graph.constant(Tensor.of(Shape.of(2), 1, 2));
    Value step = graph.constant(Tensor.scalar(0));
    Value y = layer.forward(x, new ForwardPass(graph, true, values, seed, step));
    Value dy = graph.placeholder("dy", y.type());
    Map<String, Value> outputs = new LinkedHashMap<>();
    outputs.put("y", y);
    List<Value> gradients = ReverseMode.gradients(List.of(y), List.of(dy), wrt);
    for (int i = 0; i < wrt.size(); i++) {
      outputs.put("gradient" + i, gradients.get(i));
    }
    return Planner.plan(Compiler.optimize(Computation.of(outputs)), PlanOptions.standard());
  }

  /** Operands as large as the input. */
  private static long passes(Plan plan, Shape shape) {
    return plan.steps().stream()
        .flatMap(step -> Stream.concat(step.inputs().stream(), step.outputs().stream()))
        .mapToLong(Location::elementCount)
        .filter(elements -> elements == shape.elementCount())
        .count();
  }

  private static void takes(int passes, Layer layer, Shape shape) {
    Plan plan = plan(layer, shape);
    assertThat(passes(plan, shape)).as(PlanPrinter.print(plan)).isEqualTo(passes);
  }

  @Test
  void rowsAreReadAndWrittenOnceEachWay() {
    takes(5, LayerNorm.of(64), Shape.of(32, 64));
  }

  @Test
  void channelsTakeOnePassForStatisticsAndOneToNormaliseEachWay() {
    Shape images = Shape.of(4, CHANNELS, 5, 5);
    // Statistics read x; then x, y. Sums read dy, x; then dy, x, dx.
    takes(8, BatchNorm.of(CHANNELS), images);
    takes(8, GroupNorm.of(2, CHANNELS), images);
  }

  @Test
  void anActivationAddsOnlyTheGradientThatTwoStepsRead() {
    Layer layer = Sequential.of(BatchNorm.of(CHANNELS), Activation.relu());
    takes(11, layer, Shape.of(4, CHANNELS, 5, 5));
  }
}

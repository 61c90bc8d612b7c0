package io.deltarule.parity.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltarule.autodiff.ReverseMode;
import io.deltarule.backend.Engine;
import io.deltarule.backend.Executable;
import io.deltarule.backend.State;
import io.deltarule.graph.Computation;
import io.deltarule.graph.Graph;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.layer.BatchNorm;
import io.deltarule.layer.ChannelDropout;
import io.deltarule.layer.GroupNorm;
import io.deltarule.layer.InstanceNorm;
import io.deltarule.layer.Layer;
import io.deltarule.layer.LayerNorm;
import io.deltarule.layer.RmsNorm;
import io.deltarule.layer.SqueezeExcitation;
import io.deltarule.layer.StochasticDepth;
import io.deltarule.op.NormalizeRows;
import io.deltarule.op.Reduce;
import io.deltarule.parity.golden.BuiltModel;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Row normalisation is what its composition of other operations is; bad input is refused. */
class NormalizationTest {
  private static final double EPSILON = 1e-3;
  private static final Shape ROWS = Shape.of(5, 7);

  /** {@code (x - mean) / sqrt(variance + eps) w + b}, of reductions and arithmetic. */
  private static Value composed(Value x, Value w, Value b, boolean centered) {
    Value c = centered ? x.sub(x.reduce(Reduce.Kind.MEAN, true, 1)) : x;
    Value variance = c.square().reduce(Reduce.Kind.MEAN, true, 1);
    return c.div(variance.add(EPSILON).sqrt()).mul(w).add(b);
  }

  private static Value fused(Value x, Value w, Value b, boolean centered) {
    return x.graph().apply(new NormalizeRows(EPSILON, centered), List.of(x, w, b)).output(0);
  }

  /** Value, gradients, and gradients of the sum of the gradients' squares. */
  private static Map<String, Value> derivatives(Value y, List<Value> wrt) {
    Map<String, Value> outputs = new LinkedHashMap<>();
    outputs.put("y", y);
    Value loss = y.exp().mean();
    List<Value> first = ReverseMode.gradients(loss, wrt);
    Value norm = loss.mul(0);
    for (int i = 0; i < wrt.size(); i++) {
      outputs.put("first" + i, first.get(i));
      norm = norm.add(first.get(i).square().sum());
    }
    List<Value> second = ReverseMode.gradients(norm, wrt);
    for (int i = 0; i < wrt.size(); i++) {
      outputs.put("second" + i, second.get(i));
    }
    return outputs;
  }

  private static Map<String, Tensor> evaluated(boolean fused, boolean centered, double offset) {
    Graph graph = new Graph();
    Value x = graph.placeholder("x", TensorType.float32().withShape(ROWS));
    Value w = graph.placeholder("w", TensorType.float32(ROWS.dim(1)));
    Value b = graph.placeholder("b", TensorType.float32(ROWS.dim(1)));
    Value y = fused ? fused(x, w, b, centered) : composed(x, w, b, centered);
    SplittableRandom random = new SplittableRandom(8);
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    inputs.put("x", Tensor.of(ROWS, random.doubles(35, offset - 2, offset + 2).toArray()));
    inputs.put("w", Tensor.of(w.shape(), random.doubles(7, -1, 1).toArray()));
    inputs.put("b", Tensor.of(b.shape(), random.doubles(7, -1, 1).toArray()));
    try (Engine engine = Engine.open("reference");
        State state = engine.newState();
        Executable executable =
            engine.compile(Computation.of(derivatives(y, List.of(x, w, b))), state)) {
      return executable.run(inputs);
    }
  }

  @Test
  void rowsAndTheirFirstAndSecondDerivativesAreThoseOfTheComposition() {
    for (boolean centered : new boolean[] {true, false}) {
      for (double offset : new double[] {0, 10_000}) {
        Map<String, Tensor> expected = evaluated(false, centered, offset);
        Map<String, Tensor> found = evaluated(true, centered, offset);
        assertThat(found.keySet()).isEqualTo(expected.keySet()).hasSize(7);
        // In float64, where an offset costs four of sixteen digits, and squares eight.
        double allowed = offset == 0 ? 1e-11 : 1e-7;
        expected.forEach(
            (name, tensor) -> {
              for (int i = 0; i < tensor.size(); i++) {
                double scale = Math.max(1, Math.abs(tensor.get(i)));
                assertThat(Math.abs(found.get(name).get(i) - tensor.get(i)) <= allowed * scale)
                    .as("%s[%s]: %s, composed %s", name, i, found.get(name), tensor)
                    .isTrue();
              }
            });
      }
    }
  }

  private static void refused(Layer layer, int[] input, String... words) {
    assertThatThrownBy(() -> BuiltModel.build(layer, input))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(words);
  }

  @Test
  void inputsThatDoNotFitAreRefusedWithBothShapesAndTheRemedy() {
    refused(BatchNorm.of(3), new int[] {4, 5}, "BatchNorm", "[N, 3, ...]", "[4, 5]", "to 5");
    refused(BatchNorm.of(3), new int[] {3}, "BatchNorm", "[3]", "dimension of channels");
    refused(GroupNorm.of(2, 4), new int[] {4, 6, 2}, "GroupNorm", "[4, 6, 2]", "to 6");
    refused(InstanceNorm.of(2), new int[] {4, 2, 1}, "InstanceNorm", "2 positions", "[4, 2, 1]");
    refused(LayerNorm.of(3, 4), new int[] {3, 5}, "LayerNorm", "[3, 4]", "[3, 5]", "over [3, 5]");
    refused(RmsNorm.of(3, 4), new int[] {4}, "RmsNorm", "[3, 4]", "[4]", "reshape");
    refused(SqueezeExcitation.of(2, 1), new int[] {1, 3, 4}, "SqueezeExcitation", "[1, 3, 4]");
    refused(ChannelDropout.of(0.5), new int[] {4, 2}, "ChannelDropout", "[4, 2]", "use Dropout");
    refused(StochasticDepth.of(0.5), new int[] {}, "StochasticDepth", "batch dimension");
  }

  @Test
  void settingsThatMakeNoLayerAreRefused() {
    assertThatThrownBy(() -> GroupNorm.of(3, 4))
        .hasMessageContainingAll("groups (=3)", "channels (=4)", "divisor");
    assertThatThrownBy(() -> BatchNorm.of(0)).hasMessageContainingAll("channels", "got 0");
    assertThatThrownBy(() -> BatchNorm.of(2).withMomentum(0))
        .hasMessageContainingAll("momentum", "withCumulativeAverage");
    assertThatThrownBy(() -> LayerNorm.of()).hasMessageContaining("LayerNorm");
    assertThatThrownBy(() -> LayerNorm.of(3, 0)).hasMessageContaining("got 0");
    assertThatThrownBy(() -> RmsNorm.of(3).withEpsilon(0)).hasMessageContaining("eps");
    assertThatThrownBy(() -> ChannelDropout.of(1.5)).hasMessageContaining("got 1.5");
    assertThatThrownBy(() -> StochasticDepth.of(Double.NaN)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> SqueezeExcitation.of(4, 0)).hasMessageContaining("got 0");
  }
}

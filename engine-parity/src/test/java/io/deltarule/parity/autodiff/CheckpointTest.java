package io.deltarule.parity.autodiff;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.autodiff.Checkpoint;
import io.deltarule.autodiff.ReverseMode;
import io.deltarule.graph.Computation;
import io.deltarule.graph.Graph;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.layer.Activation;
import io.deltarule.layer.Activations;
import io.deltarule.layer.Dense;
import io.deltarule.layer.Dropout;
import io.deltarule.layer.ForwardPass;
import io.deltarule.layer.Layer;
import io.deltarule.layer.ParameterLayout;
import io.deltarule.layer.Sequential;
import io.deltarule.parity.golden.BuiltModel;
import io.deltarule.parity.golden.Closeness;
import io.deltarule.parity.golden.Evaluated;
import io.deltarule.plan.PlanOptions;
import io.deltarule.plan.Planner;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A segment that is computed again gives the same numbers, and needs less memory in between. */
class CheckpointTest {
  private static final Closeness EXACT = new Closeness(0, 0);

  /** Its body is a checkpointed segment. */
  private record Checkpointed(Layer body) implements Layer {
    @Override
    public Map<String, Layer> children() {
      return Map.of("body", body);
    }

    @Override
    public Value forward(Value input, ForwardPass pass) {
      return Checkpoint.segment(pass.graph(), () -> pass.child("body", body, input));
    }
  }

  private static Sequential block() {
    return Sequential.of(
        Dense.of(6, 6), Activation.tanh(), Dropout.of(0.25), Dense.of(6, 6), Activation.gelu());
  }

  private static Evaluated evaluated(Layer model, SplittableRandom random) {
    Map<String, Tensor> parameters = new LinkedHashMap<>();
    for (ParameterLayout.Entry entry : ParameterLayout.of(model).entries()) {
      parameters.put(entry.name(), random(random, entry.parameter().shape()));
    }
    Tensor x = random(random, Shape.of(3, 6));
    return BuiltModel.evaluate(model, parameters, x, y -> y.square().mean());
  }

  private static Tensor random(SplittableRandom random, Shape shape) {
    return Tensor.of(shape, random.doubles(shape.elementCount(), -1, 1).toArray());
  }

  private static void haveTheSameNumbers(Layer plain, Layer checkpointed) {
    Evaluated expected = evaluated(plain, new SplittableRandom(4));
    Evaluated found = evaluated(checkpointed, new SplittableRandom(4));
    EXACT.require("loss", found.value(), expected.value());
    double[][] gradients =
        List.of(found, expected).stream()
            .map(e -> e.gradients().values().stream())
            .map(all -> all.flatMapToDouble(g -> Arrays.stream(g.doubles())).toArray())
            .toArray(double[][]::new);
    assertThat(gradients[0]).hasSizeGreaterThan(90);
    EXACT.require("gradients", gradients[0], gradients[1]);
  }

  @Test
  void gradientsAreTheSameIncludingDropout() {
    Sequential block = block();
    haveTheSameNumbers(block, new Checkpointed(block));
  }

  @Test
  void segmentsInARowAndInOneAnotherGiveTheSameGradients() {
    Layer first = block();
    Layer second = block();
    haveTheSameNumbers(
        Sequential.of(first, second),
        new Checkpointed(Sequential.of(new Checkpointed(first), new Checkpointed(second))));
  }

  @Test
  void gradientOfTheGradientIsTheSame() {
    Tensor x = Tensor.of(Shape.of(3), -0.7, 0.2, 1.9);
    Evaluated[] found = new Evaluated[2];
    for (int i = 0; i < 2; i++) {
      boolean again = i == 1;
      found[i] =
          Evaluated.of(
              Map.of("x", x),
              v -> {
                Value at = v.get("x");
                Value y =
                    again
                        ? Checkpoint.segment(at.graph(), () -> at.exp().square())
                        : at.exp().square();
                return ReverseMode.gradients(y.sum(), List.of(at)).get(0);
              });
    }
    EXACT.require("gradient", found[1].value(), found[0].value());
    new Closeness(1e-15, 0)
        .require("second", found[1].gradients().get("x"), found[0].gradients().get("x"));
  }

  @Test
  void intermediateValuesAreNotKept() {
    assertThat(arenaBytes(true)).isLessThan(arenaBytes(false) / 2);
  }

  /** A chain of 6 segments of 8 functions, each of which keeps its result for the backward pass. */
  private static long arenaBytes(boolean checkpointed) {
    Graph graph = new Graph();
    Value x = graph.placeholder("x", TensorType.float32(1000));
    Value y = x;
    for (int segment = 0; segment < 6; segment++) {
      Value from = y;
      y = checkpointed ? Checkpoint.segment(graph, () -> eight(from)) : eight(from);
    }
    Value gradient = ReverseMode.gradients(y.sum(), List.of(x)).get(0);
    Computation computation = Computation.of(Map.of("gradient", gradient));
    return Planner.plan(computation, PlanOptions.standard()).arenaBytes();
  }

  private static Value eight(Value x) {
    Value y = x;
    for (int i = 0; i < 8; i++) {
      y = y.map(Activations.tanh()).add(x);
    }
    return y;
  }
}

package io.deltarule.cpu.convolution;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.backend.BackendOptions;
import io.deltarule.backend.Engine;
import io.deltarule.backend.Executable;
import io.deltarule.cpu.CpuBackend;
import io.deltarule.graph.Computation;
import io.deltarule.graph.Graph;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.op.ConvolutionInputGradient;
import io.deltarule.op.Window;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Small maps of many samples lie side by side: each sample's result is what it is alone. */
class ManySamplesTest {
  private static final Map<String, String> PLAIN = Map.of(CpuBackend.SIMD, "off");

  /**
   * A convolution, and its gradient by the input.
   *
   * @param channels of the input
   * @param outputs channels of the output
   */
  record Case(
      int samples,
      int channels,
      int outputs,
      int groups,
      Shape spatial,
      Shape kernel,
      int padding,
      int stride) {
    Window window() {
      List<Integer> pads = Collections.nCopies(spatial.rank(), padding);
      return Window.ofAxes(spatial.rank())
          .withPadding(pads, pads)
          .withStrides(Collections.nCopies(spatial.rank(), stride));
    }

    Shape x(int count) {
      return Shape.of(count, channels).append(spatial);
    }

    Shape w() {
      return Shape.of(outputs, channels / groups).append(kernel);
    }

    Shape y(int count) {
      return Shape.of(count, outputs).append(window().outputs(spatial, kernel));
    }
  }

  static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (int samples : new int[] {31, 64, 100, 130}) {
      cases.add(new Case(samples, 8, 16, 1, Shape.of(8, 8), Shape.of(3, 3), 1, 1));
      cases.add(new Case(samples, 6, 5, 1, Shape.of(4, 4), Shape.of(3, 3), 1, 1));
      cases.add(new Case(samples, 6, 4, 2, Shape.of(7, 5), Shape.of(3, 2), 1, 1));
      cases.add(new Case(samples, 4, 20, 1, Shape.of(9, 9), Shape.of(5, 5), 0, 1));
      cases.add(new Case(samples, 3, 4, 1, Shape.of(11), Shape.of(3), 2, 1));
      cases.add(new Case(samples, 3, 4, 1, Shape.of(3, 5, 5), Shape.of(2, 3, 3), 1, 1));
      cases.add(new Case(samples, 4, 6, 2, Shape.of(10, 10), Shape.of(3, 3), 1, 2));
      cases.add(new Case(samples, 5, 9, 1, Shape.of(16, 15), Shape.of(3, 3), 1, 2));
      cases.add(new Case(samples, 4, 8, 1, Shape.of(16, 16), Shape.of(1, 1), 0, 2));
      cases.add(new Case(samples, 3, 5, 1, Shape.of(12, 13), Shape.of(4, 5), 2, 3));
      cases.add(new Case(samples, 2, 4, 2, Shape.of(31), Shape.of(5), 1, 3));
      cases.add(new Case(samples, 2, 3, 1, Shape.of(5, 8, 7), Shape.of(2, 3, 3), 1, 2));
    }
    return cases;
  }

  private static Value convolution(Case c, Graph graph, Value w, int samples) {
    Value bias =
        graph.placeholder("bias", new TensorType(DType.FLOAT32, c.y(1).slice(1, c.y(1).rank())));
    return graph
        .placeholder("x", new TensorType(DType.FLOAT32, c.x(samples)))
        .convolution(w, c.window(), c.groups())
        .add(bias);
  }

  private static Value gradient(Case c, Graph graph, Value w, int samples) {
    Value dy = graph.placeholder("dy", new TensorType(DType.FLOAT32, c.y(samples)));
    List<Integer> spatial = new ArrayList<>();
    for (int axis = 0; axis < c.spatial().rank(); axis++) {
      spatial.add(c.spatial().dim(axis));
    }
    return graph.apply(new ConvolutionInputGradient(c.window(), c.groups(), spatial), dy, w);
  }

  private static Map<String, Tensor> run(
      Case c, Map<String, Tensor> inputs, int samples, int threads, Map<String, String> options) {
    Graph graph = new Graph();
    Value w = graph.placeholder("w", new TensorType(DType.FLOAT32, c.w()));
    Computation computation =
        Computation.of(
            Map.of("y", convolution(c, graph, w, samples), "dx", gradient(c, graph, w, samples)));
    try (Engine engine = Engine.of(new CpuBackend(new BackendOptions(threads, options)))) {
      Executable executable = engine.compile(computation, engine.newState());
      return executable.run(inputs);
    }
  }

  private static Tensor draw(Shape shape, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[Math.toIntExact(shape.elementCount())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return Tensor.of(shape, values);
  }

  private static Tensor sample(Tensor all, int index) {
    Shape one = Shape.of(1).append(all.shape().slice(1, all.shape().rank()));
    int count = Math.toIntExact(one.elementCount());
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) all.get(index * count + i);
    }
    return Tensor.of(one, values);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aSamplesResultIsWhatItIsAlone(Case c) {
    Tensor x = draw(c.x(c.samples()), 1);
    Tensor dy = draw(c.y(c.samples()), 2);
    Tensor w = draw(c.w(), 3);
    Tensor bias = draw(c.y(1).slice(1, c.y(1).rank()), 4);
    Map<String, Tensor> inputs = Map.of("x", x, "dy", dy, "w", w, "bias", bias);
    Map<String, Tensor> together = run(c, inputs, c.samples(), 1, Map.of());
    assertThat(run(c, inputs, c.samples(), 3, Map.of())).as("3 threads").isEqualTo(together);
    for (int i : new int[] {0, 1, 6, 7, c.samples() / 2, c.samples() - 2, c.samples() - 1}) {
      Map<String, Tensor> one =
          Map.of("x", sample(x, i), "dy", sample(dy, i), "w", w, "bias", bias);
      Map<String, Tensor> alone = run(c, one, 1, 1, Map.of());
      for (String name : List.of("y", "dx")) {
        assertThat(sample(together.get(name), i))
            .as("%s of %s", name, i)
            .isEqualTo(alone.get(name));
      }
    }
    assertThat(run(c, inputs, c.samples(), 2, PLAIN)).as("plain Java").isEqualTo(together);
  }
}

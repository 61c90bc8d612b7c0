package io.deltarule.benchmarks;

import io.deltarule.autodiff.ReverseMode;
import io.deltarule.backend.Engine;
import io.deltarule.backend.Executable;
import io.deltarule.backend.Port;
import io.deltarule.benchmarks.cases.VectorsAtOnce;
import io.deltarule.graph.Computation;
import io.deltarule.graph.Graph;
import io.deltarule.graph.TensorType;
import io.deltarule.graph.Value;
import io.deltarule.layer.Activations;
import io.deltarule.loss.CrossEntropy;
import io.deltarule.random.RandomStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What back-propagation saves: the gradient of a three-layer network's loss by one backward pass,
 * against the same gradient by finite differences, which take a forward pass for each parameter.
 * Forward and backward are measured; the forward passes are counted, as nobody would wait for them.
 */
public final class BackwardCost {
  private static final double WARMUP_SECONDS = 2;
  private static final double SECONDS = 2;

  private final int batch;
  private final int[] widths;

  /** A network of fully-connected layers with ReLU between them. */
  BackwardCost(int batch, int... widths) {
    this.batch = batch;
    this.widths = widths.clone();
  }

  /**
   * Times of one network.
   *
   * @param parameters its number of parameters
   * @param forward seconds of a forward pass with the loss
   * @param both seconds of a forward and a backward pass
   */
  record Cost(long parameters, double forward, double both) {
    double backward() {
      return both - forward;
    }

    /** Seconds of one forward pass for each parameter and one to compare with. */
    double byDifferences() {
      return (parameters + 1) * forward;
    }
  }

  /** Measures on one thread and prints. */
  public static void main(String[] arguments) {
    MedianTime time = new MedianTime(WARMUP_SECONDS, SECONDS);
    System.out.println(new BackwardCost(128, 784, 256, 128, 10).report(time));
  }

  private String report(MedianTime time) {
    Cost cost = measure(time);
    return String.format(
        Locale.ROOT,
        "three layers, %,d parameters, batch %d, one thread%n"
            + "one forward pass with its loss:      %10.3f ms%n"
            + "one backward pass:                   %10.3f ms = %.2f forward passes%n"
            + "a forward pass for each parameter:   %10.0f ms = %,.0f backward passes",
        cost.parameters(),
        batch,
        1e3 * cost.forward(),
        1e3 * cost.backward(),
        cost.backward() / cost.forward(),
        1e3 * cost.byDifferences(),
        cost.byDifferences() / cost.backward());
  }

  Cost measure(MedianTime time) {
    try (Engine engine = Engine.open("cpu", VectorsAtOnce.options("cpu", 1))) {
      double forward = time.of(load(engine, false)::run);
      double both = time.of(load(engine, true)::run);
      return new Cost(parameterCount(), forward, both);
    }
  }

  private long parameterCount() {
    long count = 0;
    for (int i = 1; i < widths.length; i++) {
      count += (long) widths[i] * (widths[i - 1] + 1);
    }
    return count;
  }

  /** The loss alone, or with the gradients of all parameters. */
  private Executable load(Engine engine, boolean withGradients) {
    Graph graph = new Graph();
    Value activation = graph.placeholder("x", TensorType.float32(batch, widths[0]));
    List<Value> parameters = new ArrayList<>();
    for (int i = 1; i < widths.length; i++) {
      Value weight = graph.placeholder("weight" + i, TensorType.float32(widths[i], widths[i - 1]));
      Value bias = graph.placeholder("bias" + i, TensorType.float32(widths[i]));
      parameters.addAll(List.of(weight, bias));
      Value sum = activation.matmul(weight, false, true).add(bias);
      activation = i == widths.length - 1 ? sum : sum.map(Activations.relu());
    }
    Value labels = graph.placeholder("labels", TensorType.int32(batch));
    Map<String, Value> outputs = new LinkedHashMap<>();
    outputs.put("loss", CrossEntropy.mean().apply(activation, labels));
    if (withGradients) {
      List<Value> gradients = ReverseMode.gradients(outputs.get("loss"), parameters);
      for (int i = 0; i < gradients.size(); i++) {
        outputs.put("gradient" + i, gradients.get(i));
      }
    }
    Executable executable = engine.compile(Computation.of(outputs), engine.newState());
    executable.plan().inputs().keySet().forEach(name -> fill(executable.input(name)));
    return executable;
  }

  private static void fill(Port port) {
    if (!port.type().dtype().isFloating()) {
      port.write(new int[(int) port.type().shape().elementCount()], 0);
      return;
    }
    RandomStream random = RandomStream.named(1, port.name());
    float[] values = new float[(int) port.type().shape().elementCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = 0.1f * (random.nextUniform() - 0.5f);
    }
    port.write(values, 0);
  }
}

package io.deltarule.benchmarks;

import io.deltarule.backend.BackendOptions;
import io.deltarule.backend.Engine;
import io.deltarule.backend.Executable;
import io.deltarule.backend.Port;
import io.deltarule.graph.Computation;
import io.deltarule.graph.Graph;
import io.deltarule.graph.Value;
import io.deltarule.random.RandomStream;
import io.deltarule.tensor.Tensor;
import java.util.Map;

/** One matrix product on random operands, compiled and ready to run over and over. */
final class CompiledProduct implements AutoCloseable {
  private final Engine engine;
  private final Executable executable;

  CompiledProduct(ProductShape shape, int threads) {
    engine = Engine.open("cpu", BackendOptions.standard().withThreads(threads));
    Graph graph = new Graph();
    Value left = graph.placeholder("left", shape.left());
    Value right = graph.placeholder("right", shape.right());
    Value product = left.matmul(right, shape.transposeLeft(), shape.transposeRight());
    executable = engine.compile(Computation.of(Map.of("product", product)), engine.newState());
    fill(executable.input("left"), "left");
    fill(executable.input("right"), "right");
  }

  private static void fill(Port port, String name) {
    RandomStream random = RandomStream.named(1, name);
    float[] values = new float[(int) port.type().shape().elementCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextUniform() - 0.5f;
    }
    port.write(values, 0);
  }

  void run() {
    executable.run();
  }

  Tensor left() {
    return executable.input("left").read();
  }

  Tensor right() {
    return executable.input("right").read();
  }

  Tensor product() {
    return executable.output("product").read();
  }

  @Override
  public void close() {
    engine.close();
  }
}

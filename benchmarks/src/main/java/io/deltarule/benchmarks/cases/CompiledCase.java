package io.deltarule.benchmarks.cases;

import io.deltarule.backend.Engine;
import io.deltarule.backend.Executable;
import io.deltarule.tensor.Tensor;
import java.util.Map;

/** One case, compiled, with its inputs in place, ready to run over and over. */
public final class CompiledCase implements AutoCloseable {
  private final Engine engine;
  private final Executable executable;

  /** Compiles a case on a backend of its own. */
  public CompiledCase(BenchmarkCase benchmarkCase, String backend, int threads) {
    engine = Engine.open(backend, VectorsAtOnce.options(backend, threads));
    executable = engine.compile(benchmarkCase.computation().get(), engine.newState());
    Map<String, Tensor> values = benchmarkCase.values().get();
    executable
        .plan()
        .inputs()
        .keySet()
        .forEach(name -> executable.input(name).write(values.get(name)));
  }

  /** One run. */
  public void run() {
    executable.run();
  }

  /** How many kernels a run launches. */
  public int kernels() {
    return executable.plan().steps().size();
  }

  /** The value of an output. */
  public Tensor output(String name) {
    return executable.output(name).read();
  }

  /** What has been compiled, for looks inside. */
  public Executable executable() {
    return executable;
  }

  @Override
  public void close() {
    engine.close();
  }
}

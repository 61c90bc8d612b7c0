package io.deltarule.benchmarks;

import io.deltarule.backend.BackendOptions;
import io.deltarule.backend.Engine;
import io.deltarule.backend.Executable;
import io.deltarule.parity.OpCase;
import io.deltarule.tensor.Tensor;
import java.util.Map;

/** One operation case, compiled, with its inputs in place, ready to run over and over. */
final class CompiledCase implements AutoCloseable {
  private static final long SEED = 1;

  private final Engine engine;
  private final Executable executable;

  CompiledCase(OpCase opCase, String backend, int threads) {
    engine = Engine.open(backend, BackendOptions.standard().withThreads(threads));
    executable = engine.compile(opCase.computation(), engine.newState());
    Map<String, Tensor> values = opCase.values(SEED);
    executable
        .plan()
        .inputs()
        .keySet()
        .forEach(name -> executable.input(name).write(values.get(name)));
  }

  void run() {
    executable.run();
  }

  Tensor output(String name) {
    return executable.output(name).read();
  }

  @Override
  public void close() {
    engine.close();
  }
}

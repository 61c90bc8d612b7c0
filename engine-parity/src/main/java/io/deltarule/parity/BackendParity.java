package io.deltarule.parity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.deltarule.backend.Engine;
import io.deltarule.backend.Executable;
import io.deltarule.backend.State;
import io.deltarule.compile.Compiler;
import io.deltarule.diagnose.MemoryGuard;
import io.deltarule.graph.Computation;
import io.deltarule.parity.catalogue.OpCatalogue;
import io.deltarule.plan.Plan;
import io.deltarule.plan.Planner;
import io.deltarule.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The suite that a backend runs by extending this class with one that opens it:
 *
 * <pre>{@code
 * class CpuParityTest extends BackendParity {
 *   @Override
 *   public Backend open(int threads) {
 *     return new CpuBackend(BackendOptions.standard().withThreads(threads));
 *   }
 * }
 * }</pre>
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class BackendParity implements BackendUnderTest {
  private static final long SEED = 20260721;
  private static final int GUARD = 16;

  private Engine engine;

  /** For subclasses. */
  protected BackendParity() {}

  static List<OpCase> cases() {
    return OpCatalogue.all();
  }

  static List<OpCase> differentiableCases() {
    return OpCatalogue.differentiable();
  }

  private Engine engine() {
    if (engine == null) {
      engine = Engine.of(open(threadCounts().get(0)));
    }
    return engine;
  }

  @AfterAll
  void closeEngine() {
    if (engine != null) {
      engine.close();
    }
  }

  /**
   * Compiled and uncompiled, with and without shared memory, within the bounds and without strays.
   */
  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void forwardAgreesWithTheReference(OpCase opCase) {
    agrees(opCase);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("differentiableCases")
  void gradientAgreesWithTheReference(OpCase opCase) {
    agrees(opCase.gradient());
  }

  private void agrees(OpCase opCase) {
    Computation computation = opCase.computation();
    Map<String, Tensor> inputs = live(computation, opCase.values(SEED));
    Bounds bounds = Bounds.of(computation, inputs);
    bounds.check(opCase + ", uncompiled", runGuarded(computation, inputs));
    bounds.check(opCase + ", compiled", runGuarded(Compiler.optimize(computation), inputs));
    bounds.check(opCase + ", compiled, as loaded", run(engine(), computation, inputs));
  }

  /** The same bits when it runs again, and for every number of threads. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void resultsAreDeterministic(OpCase opCase) {
    OpCase judged = opCase.differentiable().isEmpty() ? opCase : opCase.gradient();
    Computation computation = judged.computation();
    Map<String, Tensor> inputs = live(computation, judged.values(SEED));
    Map<String, Tensor> first = run(engine(), computation, inputs);
    assertEquals(first, run(engine(), computation, inputs), "on repeat");
    for (int threads : threadCounts().subList(1, threadCounts().size())) {
      try (Engine other = Engine.of(open(threads))) {
        assertEquals(first, run(other, computation, inputs), "with " + threads + " threads");
      }
    }
  }

  private static Map<String, Tensor> run(
      Engine engine, Computation computation, Map<String, Tensor> inputs) {
    try (State state = engine.newState();
        Executable executable = engine.compile(computation, state)) {
      return executable.run(live(executable.plan().inputs().keySet(), inputs));
    }
  }

  /** Runs one operation at a time over poisoned memory with guards between the buffers. */
  private Map<String, Tensor> runGuarded(Computation computation, Map<String, Tensor> inputs) {
    Plan plan = Planner.plan(computation, engine().backend().planOptions().withGuard(GUARD));
    try (State state = engine().newState();
        Executable executable = engine().load(plan, state)) {
      live(plan.inputs().keySet(), inputs)
          .forEach((name, value) -> executable.input(name).write(value));
      executable.run(new MemoryGuard(plan));
      Map<String, Tensor> results = new LinkedHashMap<>();
      plan.outputs().keySet().forEach(name -> results.put(name, executable.output(name).read()));
      return results;
    }
  }

  private static Map<String, Tensor> live(Computation computation, Map<String, Tensor> values) {
    return live(computation.placeholders().keySet(), values);
  }

  /** The values of those inputs that the computation still uses. */
  private static Map<String, Tensor> live(Set<String> names, Map<String, Tensor> values) {
    Map<String, Tensor> live = new LinkedHashMap<>(values);
    live.keySet().retainAll(names);
    return live;
  }
}

package io.deltarule.parity;

import io.deltarule.backend.Engine;
import io.deltarule.backend.Executable;
import io.deltarule.backend.State;
import io.deltarule.compile.Compiler;
import io.deltarule.diagnose.MemoryGuard;
import io.deltarule.graph.Computation;
import io.deltarule.plan.Plan;
import io.deltarule.plan.Planner;
import io.deltarule.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a backend is held to, as plain methods: any backend, any case, with or without a test
 * framework. Each returns the worst error over its bound, 0 if everything was exact and never more
 * than 1, or throws an {@link AssertionError}; what a kernel throws, it throws too.
 *
 * <p>One engine is kept open for all cases, the states and executables of a case are closed with
 * it.
 */
public final class CaseChecks implements AutoCloseable {
  /** Inputs and upstream gradients are drawn with this seed. */
  public static final long SEED = 20260721;

  private static final int GUARD = 16;

  private final BackendUnderTest backend;
  private Engine engine;

  /** Checks of a backend; it is opened by the first of them. */
  public CaseChecks(BackendUnderTest backend) {
    this.backend = backend;
  }

  /** The engine that the checks share, opened if it is not open yet. */
  public Engine engine() {
    if (engine == null) {
      engine = backend.engine(backend.threadCounts().get(0));
    }
    return engine;
  }

  /**
   * The case's outputs against the reference: uncompiled and compiled with guard words around every
   * buffer and NaN in all memory that nothing wrote, and compiled as a program loads it, which has
   * run on other inputs before.
   */
  public double forward(OpCase opCase) {
    return agreement(opCase.name(), opCase.computation(), opCase.values(SEED));
  }

  /**
   * The outputs of any computation without variables against the reference, in the three ways of
   * {@link #forward}.
   *
   * @param name what the computation is, for messages
   * @param values its inputs by name; those that it does not use are left out
   */
  public double agreement(String name, Computation computation, Map<String, Tensor> values) {
    Map<String, Tensor> inputs = live(computation.placeholders().keySet(), values);
    Bounds bounds = Bounds.of(computation, inputs);
    Computation compiled = Compiler.optimize(computation);
    double uncompiled = guarded(bounds, name + ", uncompiled", computation, inputs);
    double optimized = guarded(bounds, name + ", compiled", compiled, inputs);
    double loaded = bounds.check(name + ", compiled, as loaded", runAgain(computation, inputs));
    return Math.max(uncompiled, Math.max(optimized, loaded));
  }

  /**
   * The case's gradients by all its differentiable inputs against the reference, in the same three
   * ways.
   *
   * @throws IllegalStateException if the case has no differentiable input
   */
  public double gradient(OpCase opCase) {
    return forward(opCase.gradient());
  }

  /**
   * The gradients of the case's gradients against the reference, in the same three ways.
   *
   * @throws IllegalArgumentException if the case is not smooth
   */
  public double secondDerivative(OpCase opCase) {
    if (!opCase.isSmooth()) {
      throw new IllegalArgumentException(
          "case " + opCase + " is not smooth; it has no second derivatives to check");
    }
    return forward(opCase.gradient().gradient());
  }

  /**
   * The same bits when the case runs again, and for every number of threads; of its outputs and of
   * its gradients.
   *
   * @return 0: there is no bound to stray by
   */
  public double determinism(OpCase opCase) {
    sameBits(opCase);
    if (!opCase.differentiable().isEmpty()) {
      sameBits(opCase.gradient());
    }
    return 0;
  }

  private void sameBits(OpCase opCase) {
    Computation computation = opCase.computation();
    Map<String, Tensor> inputs = live(computation.placeholders().keySet(), opCase.values(SEED));
    Map<String, Tensor> first = run(engine(), computation, inputs);
    requireSame(opCase + ", on repeat", first, runAgain(computation, inputs));
    List<Integer> threadCounts = backend.threadCounts();
    for (int threads : threadCounts.subList(1, threadCounts.size())) {
      try (Engine other = backend.engine(threads)) {
        String who =
            opCase + ", with " + threads + " threads instead of " + backend.threadCounts().get(0);
        requireSame(who, first, run(other, computation, inputs));
      }
    }
  }

  private static void requireSame(
      String who, Map<String, Tensor> first, Map<String, Tensor> second) {
    first.forEach(
        (name, expected) -> {
          Tensor found = second.get(name);
          if (!expected.equals(found)) {
            throw new AssertionError(who + ": output " + name + " " + firstOther(expected, found));
          }
        });
  }

  private static String firstOther(Tensor expected, Tensor found) {
    for (int i = 0; i < expected.size(); i++) {
      if (Double.compare(expected.get(i), found.get(i)) != 0) {
        return "element " + i + " is " + found.get(i) + ", expected " + expected.get(i);
      }
    }
    return "is " + found + ", expected " + expected;
  }

  private static Map<String, Tensor> run(
      Engine engine, Computation computation, Map<String, Tensor> inputs) {
    try (State state = engine.newState();
        Executable executable = engine.compile(computation, state)) {
      return executable.run(live(executable.plan().inputs().keySet(), inputs));
    }
  }

  /** Runs on the inputs in reverse order first, of which nothing may be left over. */
  private Map<String, Tensor> runAgain(Computation computation, Map<String, Tensor> inputs) {
    try (State state = engine().newState();
        Executable executable = engine().compile(computation, state)) {
      Map<String, Tensor> used = live(executable.plan().inputs().keySet(), inputs);
      Map<String, Tensor> others = new LinkedHashMap<>(used);
      others.replaceAll((name, value) -> reversed(value));
      executable.run(others);
      return executable.run(used);
    }
  }

  private static Tensor reversed(Tensor tensor) {
    double[] elements = new double[tensor.size()];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = tensor.get(elements.length - 1 - i);
    }
    return Tensor.of(tensor.shape(), elements).to(tensor.dtype());
  }

  /** Runs one operation at a time over poisoned memory with guards between the buffers. */
  private double guarded(
      Bounds bounds, String who, Computation computation, Map<String, Tensor> inputs) {
    Plan plan = Planner.plan(computation, engine().backend().planOptions().withGuard(GUARD));
    Map<String, Tensor> results = new LinkedHashMap<>();
    try (State state = engine().newState();
        Executable executable = engine().load(plan, state)) {
      live(plan.inputs().keySet(), inputs)
          .forEach((name, value) -> executable.input(name).write(value));
      observe(who, plan, executable);
      plan.outputs().keySet().forEach(name -> results.put(name, executable.output(name).read()));
    }
    return bounds.check(who, results);
  }

  private static void observe(String who, Plan plan, Executable executable) {
    try {
      executable.run(new MemoryGuard(plan));
    } catch (IllegalStateException e) {
      throw new AssertionError(who + ": " + e.getMessage(), e);
    }
  }

  /** The values of those inputs that a computation still uses. */
  private static Map<String, Tensor> live(Set<String> names, Map<String, Tensor> values) {
    Map<String, Tensor> live = new LinkedHashMap<>(values);
    live.keySet().retainAll(names);
    return live;
  }

  /** Closes the shared engine. */
  @Override
  public void close() {
    if (engine != null) {
      engine.close();
      engine = null;
    }
  }
}

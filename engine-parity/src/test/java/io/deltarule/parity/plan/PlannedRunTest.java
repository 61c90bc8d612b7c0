package io.deltarule.parity.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.backend.Engine;
import io.deltarule.backend.Executable;
import io.deltarule.backend.State;
import io.deltarule.diagnose.MemoryGuard;
import io.deltarule.graph.Computation;
import io.deltarule.graph.Variable;
import io.deltarule.plan.PlanOptions;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Planned computations give to the bit what their nodes give one by one, run after run. */
class PlannedRunTest {
  private static final int RUNS = 3;

  private static void givesWhatItsNodesGive(long seed, PlanOptions options) {
    Computation computation = RandomComputation.of(seed);
    try (Engine engine = Engine.open("reference")) {
      State state = engine.newState();
      Map<Variable, double[]> start = new HashMap<>();
      for (Variable variable : computation.variables()) {
        double[] numbers = RandomComputation.numbers(seed + 9, variable.type().shape());
        state.write(variable, Tensor.of(variable.type().shape(), numbers.clone()));
        start.put(variable, numbers);
      }
      NodeByNode meaning = new NodeByNode(engine, start);
      Executable executable = engine.load(computation, state, options);
      for (int run = 0; run < RUNS; run++) {
        Map<String, Tensor> inputs = inputs(computation, seed + run);
        Map<String, Tensor> expected = meaning.run(computation, inputs);
        inputs.forEach((name, value) -> executable.input(name).write(value));
        if (options.guard() > 0) {
          executable.run(new MemoryGuard(executable.plan()));
        } else {
          executable.run();
        }
        expected.forEach(
            (name, value) -> assertThat(executable.output(name).read()).as(name).isEqualTo(value));
        for (Variable variable : start.keySet()) {
          assertThat(state.read(variable).doubles())
              .as("%s after run %s of\n%s", variable, run, computation.graph())
              .containsExactly(meaning.variable(variable));
        }
      }
    }
  }

  private static Map<String, Tensor> inputs(Computation computation, long seed) {
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    computation
        .placeholders()
        .forEach(
            (name, value) -> {
              Shape shape = value.shape();
              inputs.put(name, Tensor.of(shape, RandomComputation.numbers(seed, shape)));
            });
    return inputs;
  }

  @Property(tries = 150, seed = "1")
  void withSharedMemory(@ForAll long seed) {
    givesWhatItsNodesGive(seed, PlanOptions.standard());
  }

  @Property(tries = 100, seed = "2")
  void withoutSharedMemory(@ForAll long seed) {
    givesWhatItsNodesGive(seed, PlanOptions.standard().withReuse(false));
  }

  @Property(tries = 150, seed = "3")
  void withGuardWordsIntactAndNothingReadThatWasNotWritten(@ForAll long seed) {
    givesWhatItsNodesGive(seed, PlanOptions.standard().withGuard(16));
  }

  @Property(tries = 100, seed = "4")
  void inSeveralSmallRegions(@ForAll long seed) {
    givesWhatItsNodesGive(seed, PlanOptions.standard().withMaxRegionElements(512));
  }
}

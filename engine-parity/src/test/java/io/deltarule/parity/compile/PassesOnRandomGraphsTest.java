package io.deltarule.parity.compile;

import io.deltarule.compile.Compiler;
import io.deltarule.graph.Computation;
import io.deltarule.parity.graphs.GraphGenerator;
import io.deltarule.parity.graphs.Recipe;
import io.deltarule.tensor.Tensor;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random graphs with their gradients, after each of the passes. */
class PassesOnRandomGraphsTest {
  private static final int GRAPHS = 200;

  static LongStream seeds() {
    return LongStream.range(5000, 5000 + GRAPHS);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyPassKeepsTheNumbers(long seed) {
    Recipe recipe = GraphGenerator.recipe(seed);
    check(recipe.forward(), recipe.values());
    check(recipe.withGradients(), recipe.values());
  }

  private static void check(Computation computation, Map<String, Tensor> inputs) {
    Map<String, Tensor> expected = Runs.run(computation, inputs);
    Computation compiled = computation;
    for (Compiler.Pass pass : Compiler.passes()) {
      compiled = pass.apply(compiled);
      Runs.assertSame("after " + pass.name(), Runs.run(compiled, inputs), expected);
    }
  }
}

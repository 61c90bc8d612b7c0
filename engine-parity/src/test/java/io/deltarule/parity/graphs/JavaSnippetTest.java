package io.deltarule.parity.graphs;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.backend.Engine;
import io.deltarule.graph.Computation;
import io.deltarule.parity.reference.ReferenceBackend;
import io.deltarule.tensor.Tensor;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The printed programs compile as they are and give the same bits as the recipes. */
class JavaSnippetTest {
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233})
  void programGivesTheSameBitsAsTheRecipe(long seed) throws ReflectiveOperationException {
    Recipe recipe = GraphGenerator.recipe(seed);
    Class<?> program =
        CompiledSource.load("RandomGraph" + seed, JavaSnippet.of(recipe, "RandomGraph" + seed));
    Computation computation = (Computation) program.getMethod("computation").invoke(null);
    @SuppressWarnings("unchecked")
    Map<String, Tensor> inputs = (Map<String, Tensor>) program.getMethod("inputs").invoke(null);
    assertThat(inputs).isEqualTo(recipe.values());
    Map<String, Tensor> expected = run(recipe.withGradients(), recipe.values());
    assertThat(expected.keySet()).anyMatch(name -> name.contains("/"));
    assertThat(run(computation, inputs)).isEqualTo(expected);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2})
  void mainComparesABackendWithTheReference(long seed) throws ReflectiveOperationException {
    String source = JavaSnippet.of(GraphGenerator.recipe(seed), "Main" + seed);
    Class<?> program = CompiledSource.load("Main" + seed, source);
    String[] arguments = {"reference"};
    program.getMethod("main", String[].class).invoke(null, (Object) arguments);
  }

  private static Map<String, Tensor> run(Computation computation, Map<String, Tensor> inputs) {
    try (Engine engine = Engine.of(new ReferenceBackend())) {
      return GraphRun.plain(engine, computation, inputs);
    }
  }
}

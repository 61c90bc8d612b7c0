package io.deltarule.parity.graphs;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.backend.Engine;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A wrong kernel is caught, the graph that shows it shrunk to a few operations and printed. */
class PlantedFaultTest {
  private static final int GRAPHS = 150;

  @ParameterizedTest
  @EnumSource
  void faultIsCaughtShrunkAndPrinted(PlantedFault fault) throws ClassNotFoundException {
    try (Engine engine = Engine.of(new WrongBackend(fault))) {
      GraphFailure failure = firstFailure(engine);
      assertThat(failure).as(fault + " in " + GRAPHS + " graphs").isNotNull();
      Recipe smallest = failure.smallest();
      assertThat(smallest.operations())
          .as(failure.getMessage())
          .isBetween(1, fault.mostOperations());
      assertThat(failure.getMessage())
          .contains("seed " + smallest.seed(), "void main(")
          .containsPattern("new (" + fault.shownIn() + ")\\(");
      String program = failure.getMessage().substring(failure.getMessage().indexOf("import "));
      assertThat(CompiledSource.load("Reproduction", program)).isNotNull();
    }
  }

  private static GraphFailure firstFailure(Engine engine) {
    for (long seed = 1; seed <= GRAPHS; seed++) {
      Recipe recipe = GraphGenerator.recipe(seed);
      try {
        new GraphCheck(engine).check(recipe);
      } catch (AssertionError e) {
        return GraphFailure.of(engine, recipe, e);
      }
    }
    return null;
  }
}

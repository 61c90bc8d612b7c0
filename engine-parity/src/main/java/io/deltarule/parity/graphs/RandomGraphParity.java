package io.deltarule.parity.graphs;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.deltarule.backend.Engine;
import io.deltarule.parity.BackendUnderTest;
import java.util.OptionalDouble;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Random graphs as part of a backend's parity test. The system properties {@value #GRAPHS} and
 * {@value #SEED} set how many, and the seed of the first.
 */
public interface RandomGraphParity extends BackendUnderTest {
  /** The system property of the number of graphs. */
  String GRAPHS = "deltarule.parity.graphs";

  /** The system property of the first graph's seed; the others follow. */
  String SEED = "deltarule.parity.seed";

  /** The number of graphs where the system property says nothing. */
  default int randomGraphs() {
    return 120;
  }

  /** One test a graph, and one over all of them that prints and judges the statistics. */
  @TestFactory
  default Stream<DynamicTest> randomGraphsAgreeWithTheReference() {
    int graphs = Integer.getInteger(GRAPHS, randomGraphs());
    long first = Long.getLong(SEED, 1);
    Engine engine = Engine.of(open(threadCounts().get(0)));
    GraphStatistics statistics = new GraphStatistics();
    Stream<DynamicTest> each =
        LongStream.range(first, first + graphs)
            .mapToObj(
                seed ->
                    DynamicTest.dynamicTest("seed " + seed, () -> judge(engine, seed, statistics)));
    Stream<DynamicTest> all =
        Stream.of(
            DynamicTest.dynamicTest(
                "statistics from seed " + first,
                () -> {
                  String line = engine.backend().description() + ": " + statistics;
                  System.out.println(line + ", first seed " + first);
                  assertFalse(
                      statistics.isInconclusive(), line + "; too many for the rest to say much");
                }));
    return Stream.concat(each, all).onClose(engine::close);
  }

  private static void judge(Engine engine, long seed, GraphStatistics statistics) {
    Recipe recipe = GraphGenerator.recipe(seed);
    OptionalDouble result;
    try {
      result = new GraphCheck(engine).check(recipe);
    } catch (AssertionError e) {
      throw GraphFailure.of(engine, recipe, e);
    }
    statistics.add(recipe, result);
  }
}

package io.deltarule.parity.graphs;

import io.deltarule.backend.Engine;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/**
 * Holds a backend to the reference on random graphs, one a seed. The system properties {@value
 * #GRAPHS} and {@value #SEED} say how many, and the seed of the first.
 */
public final class RandomGraphCheck {
  /** The system property of the number of graphs. */
  public static final String GRAPHS = "deltarule.parity.graphs";

  /** The system property of the first graph's seed; the others follow. */
  public static final String SEED = "deltarule.parity.seed";

  private static final int USUAL_GRAPHS = 120;

  private final Supplier<Engine> engine;
  private final GraphStatistics statistics = new GraphStatistics();

  /**
   * A check of a backend.
   *
   * @param engine gives an open engine on it, which is not closed here
   */
  public RandomGraphCheck(Supplier<Engine> engine) {
    this.engine = engine;
  }

  /** The seeds of this run's graphs. */
  public static LongStream seeds() {
    long first = Long.getLong(SEED, 1);
    return LongStream.range(first, first + Integer.getInteger(GRAPHS, USUAL_GRAPHS));
  }

  /**
   * Checks the graph of a seed.
   *
   * @return the worst error over its bound; 0 for a graph that is ill-conditioned, and so cannot
   *     tell right from wrong, which {@link #requireConclusive} counts
   * @throws GraphFailure if the backend strays: with the smallest graph that was found to show it,
   *     as a Java program
   */
  public double agrees(long seed) {
    Recipe recipe = GraphGenerator.recipe(seed);
    OptionalDouble result;
    try {
      result = new GraphCheck(engine.get()).check(recipe);
    } catch (AssertionError e) {
      throw GraphFailure.of(engine.get(), recipe, e);
    }
    statistics.add(recipe, result);
    return result.orElse(0);
  }

  /** How many graphs were judged, and how they came out, in a line. */
  public String statistics() {
    return statistics + ", first seed " + Long.getLong(SEED, 1);
  }

  /**
   * Looks at all graphs so far.
   *
   * @throws AssertionError if more were ill-conditioned than a few
   */
  public void requireConclusive() {
    if (statistics.isInconclusive()) {
      throw new AssertionError(statistics + "; too many are not judged for the rest to say much");
    }
  }
}

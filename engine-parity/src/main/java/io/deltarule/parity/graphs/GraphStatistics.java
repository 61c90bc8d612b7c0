package io.deltarule.parity.graphs;

import java.util.OptionalDouble;

/** What was found over many graphs. */
final class GraphStatistics {
  private int graphs;
  private int illConditioned;
  private long operations;
  private double worst;
  private long worstSeed;

  void add(Recipe recipe, OptionalDouble result) {
    graphs++;
    operations += recipe.operations();
    if (result.isEmpty()) {
      illConditioned++;
    } else if (result.getAsDouble() > worst) {
      worst = result.getAsDouble();
      worstSeed = recipe.seed();
    }
  }

  /** The share of the graphs that could not be judged. */
  double illConditionedShare() {
    return graphs == 0 ? 0 : (double) illConditioned / graphs;
  }

  /** In a line. */
  @Override
  public String toString() {
    return String.format(
        java.util.Locale.ROOT,
        "%d random graphs of %d operations agree with the reference, worst error/bound %.3f"
            + " (seed %d), %d ill-conditioned and not judged",
        graphs - illConditioned,
        operations,
        worst,
        worstSeed,
        illConditioned);
  }
}

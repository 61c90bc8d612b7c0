package io.deltarule.parity.graphs;

import java.util.OptionalDouble;

/** What was found over many graphs. */
final class GraphStatistics {
  private static final double MOST_ILL_CONDITIONED = 0.05;
  private static final int MOST_OF_A_FEW = 2;

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

  /** True if so many graphs could not be judged that the generator is at fault. */
  boolean isInconclusive() {
    return illConditioned > Math.max(MOST_OF_A_FEW, MOST_ILL_CONDITIONED * graphs);
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

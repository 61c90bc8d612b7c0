package io.deltarule.parity.graphs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** Graphs that can't be judged are counted, and too many of them are a failure. */
class GraphStatisticsTest {
  private static final Recipe RECIPE = GraphGenerator.recipe(1);

  private static GraphStatistics statistics(int judged, int illConditioned) {
    GraphStatistics statistics = new GraphStatistics();
    for (int i = 0; i < judged; i++) {
      statistics.add(RECIPE, OptionalDouble.of(0.25));
    }
    for (int i = 0; i < illConditioned; i++) {
      statistics.add(RECIPE, OptionalDouble.empty());
    }
    return statistics;
  }

  @Test
  void moreThanAFewPercentThatCannotBeJudgedAreTooMany() {
    assertThat(statistics(95, 5).isInconclusive()).isFalse();
    assertThat(statistics(94, 6).isInconclusive()).isTrue();
    assertThat(statistics(0, 3).isInconclusive()).isTrue();
  }

  @Test
  void lineSaysWhatWasJudgedAndWhatWasNot() {
    assertThat(statistics(40, 2).toString())
        .contains("40 random graphs", "0.250 (seed 1)", "2 ill-conditioned and not judged");
  }
}

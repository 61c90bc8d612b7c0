package io.deltarule.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ComparisonTest {
  @Test
  void theRatioIsOfMediansForEachNumberOfThreads() {
    Comparison comparison = new Comparison();
    for (double value : new double[] {200, 1, 210}) {
      comparison.addOurs(1, new Figure("matmul:2x2x2", value, "GFLOP/s"));
    }
    comparison.addTheirs(1, new Figure("matmul:2x2x2", 100, "GFLOP/s"));
    comparison.addOurs(2, new Figure("matmul:2x2x2", 50, "GFLOP/s"));
    comparison.addTheirs(2, new Figure("matmul:2x2x2", 100, "GFLOP/s"));
    assertThat(comparison.table().lines().skip(1).map(line -> line.trim().split("\\s+")))
        .containsExactly(
            "matmul:2x2x2 1 GFLOP/s 200.0 (1.0-210.0) 100.0 (100.0-100.0) 2.00".split(" "),
            "matmul:2x2x2 2 GFLOP/s 50.0 (50.0-50.0) 100.0 (100.0-100.0) 0.50".split(" "));
  }

  @Test
  void aMissingSideShowsAsSuch() {
    Comparison comparison = new Comparison();
    comparison.addOurs(1, new Figure("matmul:2x2x2", 1, "GFLOP/s"));
    assertThat(comparison.table()).contains(" - ").contains("NaN");
  }
}

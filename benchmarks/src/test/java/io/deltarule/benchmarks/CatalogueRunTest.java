package io.deltarule.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltarule.parity.OpCase;
import io.deltarule.parity.catalogue.OpCatalogue;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;

class CatalogueRunTest {
  private static final String IGNORE_LOCK = "jmh.ignoreLock";
  private static final String PRODUCT = "matmul 3 x 5 x 7";

  @Test
  void casesAreChosenByFamilyOperationAndName() {
    assertThat(CaseSelection.names(List.of("softmax")))
        .containsAll(OpCatalogue.families().get("softmax").stream().map(OpCase::name).toList());
    assertThat(CaseSelection.names(List.of("gelu"))).isNotEmpty().allMatch(n -> n.contains("gelu"));
    assertThat(CaseSelection.names(List.of(PRODUCT, "gradient of " + PRODUCT, PRODUCT)))
        .containsExactly(PRODUCT, "gradient of " + PRODUCT);
  }

  @Test
  void unknownCaseIsRefusedWithTheFamilies() {
    assertThatThrownBy(() -> CaseSelection.names(List.of("matmull")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("'matmull'", "matmul", "optimizer");
  }

  @Test
  void compiledCaseComputesWhatTheCaseSays() {
    OpCase product = CaseSelection.named(PRODUCT);
    try (CompiledCase compiled = new CompiledCase(product, "cpu", 1)) {
      compiled.run();
      float[] a = product.values(1).get("a").floats();
      float[] b = product.values(1).get("b").floats();
      double first = 0;
      for (int i = 0; i < 7; i++) {
        first += (double) a[i] * b[5 * i];
      }
      assertThat(Math.abs(compiled.output("y0").get(0) - first)).isLessThan(1e-5);
    }
  }

  @Test
  void ratesFollowFromTheCasesOwnCounts() {
    CaseRate rate = CaseRate.of(CaseSelection.named(PRODUCT), "cpu", "1", 1e6);
    assertThat(rate.microseconds()).isEqualTo(1);
    assertThat(rate.gigaflops()).isEqualTo(0.21);
    assertThat(rate.gigabytes()).isEqualTo(0.284);
    assertThat(CaseRate.table(List.of(rate)))
        .isEqualTo(
            """
            backend    threads      us/run   GFLOP/s      GB/s  case
            cpu              1       1.000     0.210     0.284  matmul 3 x 5 x 7
            """);
  }

  @AfterEach
  void lockAgain() {
    System.clearProperty(IGNORE_LOCK);
  }

  @Test
  void jmhRunsTheChosenCases() throws Exception {
    List<String> quick = List.of("-f", "0", "-wi", "0", "-i", "1", "-r", "20ms", "-v", "SILENT");
    // Another benchmark on this machine disturbs figures, which are not looked at here.
    System.setProperty(IGNORE_LOCK, "true");
    Collection<RunResult> results =
        CatalogueRun.run(List.of(PRODUCT, "gradient of " + PRODUCT), quick);
    assertThat(results).hasSize(2);
    for (RunResult result : results) {
      assertThat(result.getPrimaryResult().getScore()).isPositive();
      Map<String, ?> counters = result.getSecondaryResults();
      assertThat(counters).containsKeys("gflops", "gbytes");
      double runs = result.getPrimaryResult().getScore();
      double gflops = result.getSecondaryResults().get("gflops").getScore();
      OpCase opCase = CaseSelection.named(result.getParams().getParam("name"));
      assertThat(gflops / runs).isBetween(0.99e-9 * opCase.flops(), 1.01e-9 * opCase.flops());
    }
    assertThat(CatalogueRun.table(results).lines()).hasSize(3);
  }
}

package io.deltarule.benchmarks.rates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltarule.benchmarks.cases.BenchmarkCase;
import io.deltarule.benchmarks.cases.CaseSelection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.RunnerException;

class CaseRunTest {
  private static final String IGNORE_LOCK = "jmh.ignoreLock";
  private static final List<String> QUICK =
      List.of(
          "-f",
          "0",
          "-wi",
          "0",
          "-i",
          "1",
          "-r",
          "10ms",
          "-v",
          "SILENT",
          "-p",
          "threads=2",
          "-p",
          "settle=0");

  /** Another benchmark on this machine disturbs figures, which are not looked at here. */
  @BeforeEach
  void ignoreTheLock() {
    System.setProperty(IGNORE_LOCK, "true");
  }

  @AfterEach
  void lockAgain() {
    System.clearProperty(IGNORE_LOCK);
  }

  @Test
  void jmhRunsTheChosenCases() throws Exception {
    List<String> names = List.of("matmul:32x32x32", "sgd of 100172 parameters");
    Collection<RunResult> results = CaseRun.run(names, QUICK);
    assertThat(results.stream().map(result -> result.getParams().getParam("name")))
        .containsExactlyInAnyOrderElementsOf(names);
    for (RunResult result : results) {
      CaseRate rate = CaseRate.of(result);
      BenchmarkCase measured = CaseSelection.named(rate.name());
      assertThat(rate.threads()).isEqualTo(2);
      assertThat(rate.kernels()).isPositive();
      assertThat(rate.allocated()).isNotNegative().isFinite();
      assertThat(rate.ceilingGigaflops()).isPositive().isFinite();
      assertThat(rate.ceilingGigabytes()).isPositive().isFinite();
      assertThat(1e3 * rate.gigaflops() * rate.microseconds())
          .isCloseTo((double) measured.flops(), part());
      assertThat(1e3 * rate.gigabytes() * rate.microseconds())
          .isCloseTo((double) measured.bytes(), part());
    }
    assertThat(CaseRun.table(results).lines().filter(line -> line.contains(" cpu ")))
        .hasSameSizeAs(names);
  }

  private static Percentage part() {
    return Percentage.withPercentage(0.1);
  }

  /** JMH alone would leave the case out and go on. */
  @Test
  void aCaseThatFailsEndsTheRun() {
    List<String> jmh = new ArrayList<>(QUICK);
    jmh.addAll(List.of("-p", "backend=none"));
    assertThatThrownBy(() -> CaseRun.run(List.of("matmul:32x32x32"), jmh))
        .isInstanceOf(RunnerException.class);
  }

  @Test
  void theKindOfCasesMustBeSaid() {
    assertThatThrownBy(() -> CaseRun.main(new String[] {"matmul"}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the first argument must be 'family' or 'catalogue', got [matmul]");
  }
}

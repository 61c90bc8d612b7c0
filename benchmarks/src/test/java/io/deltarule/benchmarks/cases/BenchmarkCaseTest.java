package io.deltarule.benchmarks.cases;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.parity.OpCase;
import io.deltarule.parity.catalogue.OpCatalogue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchmarkCaseTest {
  @Test
  void aCaseOfTheCatalogueCountsAsItDoesThere() {
    for (OpCase opCase : OpCatalogue.families().get("matmul")) {
      BenchmarkCase same = BenchmarkCase.of(opCase);
      assertThat(same.flops()).as(opCase.name()).isEqualTo(opCase.flops());
      assertThat(same.bytes()).as(opCase.name()).isEqualTo(opCase.bytes());
      assertThat(same.footprint()).as(opCase.name()).isEqualTo(opCase.bytes());
    }
  }

  /** The region of Dense 316 to 316 is padded to 16 elements in each of its two groups. */
  @ParameterizedTest
  @CsvSource({"sgd,3,2", "momentum,5,3", "adam,7,4", "adamW,7,4"})
  void variablesCountOnceReadAndOnceWritten(String optimizer, int moved, int held) {
    BenchmarkCase pass = CaseSelection.named(optimizer + " of 100172 parameters");
    long region = 4 * (316 * 316 + 320);
    long scalars = 5 * 4;
    assertThat(pass.bytes()).isBetween(moved * region, moved * region + scalars);
    assertThat(pass.footprint()).isBetween(held * region, held * region + scalars);
  }

  @Test
  void anOptimizerPassUpdatesItsParametersInPlace() {
    BenchmarkCase pass = CaseSelection.named("sgd of 100172 parameters");
    try (CompiledCase compiled = new CompiledCase(pass, "cpu", 1)) {
      float[] gradient = pass.values().get().get("gradient").floats();
      var parameters = compiled.executable().state().variables().get(0);
      compiled.run();
      compiled.run();
      float[] updated = compiled.executable().state().read(parameters).floats();
      for (int i = 0; i < 316 * 316; i++) {
        assertThat(Math.abs(updated[i] + 2e-3f * gradient[i])).isLessThan(1e-8f);
      }
    }
  }

  @Test
  void onlyTheRowsThatAreTakenCount() {
    BenchmarkCase gather = CaseSelection.named("gather of 256 rows from 1000 x 32");
    assertThat(gather.bytes()).isEqualTo(4 * (256 * 32 + 256 + 256 * 32));
  }
}

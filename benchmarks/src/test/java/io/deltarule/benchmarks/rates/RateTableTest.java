package io.deltarule.benchmarks.rates;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RateTableTest {
  private static final CaseRate PRODUCT =
      new CaseRate("matmul 9 x 9 x 9", "cpu", 1, 2.5, 1, 160, 5, 200, 100, 0);
  private static final CaseRate COPY = new CaseRate("relu", "cpu", 2, 1000, 4, 1, 9, 200, 12, 24);

  @Test
  void theCeilingThatLimitsACaseIsTheOneShown() {
    assertThat(PRODUCT.isBoundByMemory()).isFalse();
    assertThat(COPY.isBoundByMemory()).isTrue();
    assertThat(RateTable.of(List.of(PRODUCT, COPY)).lines().limit(3).map(String::stripTrailing))
        .containsExactly(
            "case              backend   threads       us/run   us/kernel  GFLOP/s    GB/s"
                + "  of ceiling     bytes/run",
            "matmul 9 x 9 x 9  cpu             1        2.500       2.500   160.00    5.00"
                + "   80% fma 200           0",
            "relu              cpu             2     1000.000     250.000     1.00    9.00"
                + "   75% copy 12          24");
  }

  @Test
  void aCeilingThatWasNotMeasuredIsSaidToBeSo() {
    CaseRate other = new CaseRate("relu", "cuda", 1, 10, 1, 1, 9, Double.NaN, Double.NaN, 0);
    assertThat(RateTable.of(List.of(other))).contains("not measured").doesNotContain("NaN");
  }
}

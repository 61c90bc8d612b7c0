package io.deltarule.benchmarks.cases;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompiledCaseTest {
  @ParameterizedTest
  @CsvSource({
    "7,5,3,false,false,1",
    "7,5,3,false,true,1",
    "7,5,3,true,false,2",
    "7,5,3,true,true,2",
    "33,65,17,false,true,2"
  })
  void whatIsMeasuredIsTheProduct(int m, int n, int k, boolean ta, boolean tb, int threads) {
    BenchmarkCase product = Products.of(m, n, k, ta, tb);
    assertThat(product.flops()).isEqualTo(2L * m * n * k);
    float[] left = product.values().get().get("a").floats();
    float[] right = product.values().get().get("b").floats();
    try (CompiledCase compiled = new CompiledCase(product, "cpu", threads)) {
      compiled.run();
      float[] result = compiled.output("y0").floats();
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < n; j++) {
          double expected = 0;
          double scale = 0;
          for (int l = 0; l < k; l++) {
            double a = left[ta ? l * m + i : i * k + l];
            double b = right[tb ? j * k + l : l * n + j];
            expected += a * b;
            scale += Math.abs(a * b);
          }
          double error = Math.abs(result[i * n + j] - expected);
          double bound = (k + 1) * 0x1p-24 * scale;
          assertThat(error <= bound).as("[%d, %d]: %g, bound %g", i, j, error, bound).isTrue();
        }
      }
    }
  }
}

package io.deltarule.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompiledProductTest {
  @ParameterizedTest
  @CsvSource({"7x5x3:nn,1", "7x5x3:nt,1", "7x5x3:tn,2", "7x5x3:tt,2", "33x65x17:nt,2"})
  void whatIsMeasuredIsTheProduct(String text, int threads) {
    ProductShape shape = ProductShape.parse(text);
    try (CompiledProduct product = new CompiledProduct(shape, threads)) {
      product.run();
      float[] left = product.left().floats();
      float[] right = product.right().floats();
      float[] result = product.product().floats();
      for (int i = 0; i < shape.m(); i++) {
        for (int j = 0; j < shape.n(); j++) {
          double expected = 0;
          double scale = 0;
          for (int k = 0; k < shape.k(); k++) {
            double a = left[shape.transposeLeft() ? k * shape.m() + i : i * shape.k() + k];
            double b = right[shape.transposeRight() ? j * shape.k() + k : k * shape.n() + j];
            expected += a * b;
            scale += Math.abs(a * b);
          }
          double error = Math.abs(result[i * shape.n() + j] - expected);
          double bound = (shape.k() + 1) * 0x1p-24 * scale;
          assertThat(error <= bound).as("[%d, %d]: %g, bound %g", i, j, error, bound).isTrue();
        }
      }
    }
  }
}

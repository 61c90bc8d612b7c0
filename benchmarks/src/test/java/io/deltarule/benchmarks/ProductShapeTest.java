package io.deltarule.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProductShapeTest {
  @Test
  void aCubeIsStoredAsItIs() {
    assertThat(ProductShape.parse("2x3x4")).isEqualTo(new ProductShape(2, 3, 4, false, false));
  }

  @Test
  void lettersSayWhichOperandIsStoredTransposed() {
    assertThat(ProductShape.parse("2x3x4:tn")).isEqualTo(new ProductShape(2, 3, 4, true, false));
    assertThat(ProductShape.parse("2x3x4:nt").product().name()).isEqualTo("matmul:2x3x4:nt");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "2x3", "2x3x0", "2x3x-1", "2x3x4:", "2x3x4:xy", "2 x3x4", "9999999x1x1"})
  void anythingElseIsRefusedWithTheFormat(String text) {
    assertThatThrownBy(() -> ProductShape.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "' must be MxNxK");
  }
}

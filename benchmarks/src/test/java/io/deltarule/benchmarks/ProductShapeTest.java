package io.deltarule.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltarule.graph.TensorType;
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
    ProductShape shape = ProductShape.parse("2x3x4:tn");
    assertThat(shape.left()).isEqualTo(TensorType.float32(4, 2));
    assertThat(shape.right()).isEqualTo(TensorType.float32(4, 3));
    shape = ProductShape.parse("2x3x4:nt");
    assertThat(shape.left()).isEqualTo(TensorType.float32(2, 4));
    assertThat(shape.right()).isEqualTo(TensorType.float32(3, 4));
  }

  @Test
  void eachTermIsAMultiplicationAndAnAddition() {
    assertThat(ProductShape.parse("2x3x4").flops()).isEqualTo(48);
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

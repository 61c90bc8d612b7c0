package io.deltarule.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltarule.tensor.DType;
import org.junit.jupiter.api.Test;

/** What a case says of itself. */
class OpCaseTest {
  private static final OpCase PRODUCT =
      OpCase.named("product")
          .operation("matmul")
          .input("a", Domain.uniform(-1, 1), 3, 5)
          .input("b", Domain.uniform(-1, 1), 5, 7)
          .constant("unused", Domain.uniform(-1, 1), 100)
          .finiteDifferenceStep(1e-3)
          .computes(in -> in.get("a").matmul(in.get("b")).transpose(1, 0))
          .inFamily("products");

  @Test
  void flopsAreThoseOfTheOperations() {
    assertThat(PRODUCT.flops()).isEqualTo(2 * 3 * 5 * 7);
    assertThat(PRODUCT.gradient().flops()).isEqualTo(2 * 2 * 3 * 5 * 7);
  }

  @Test
  void bytesAreThoseOfUsedInputsAndOutputsWithoutIntermediateResults() {
    assertThat(PRODUCT.bytes()).isEqualTo(4 * (15 + 35 + 21));
    assertThat(PRODUCT.gradient().bytes()).isEqualTo(4 * (15 + 35 + 21 + 15 + 35));
  }

  @Test
  void gradientIsOfTheSameFamilyAndOperationAndHasItsStep() {
    assertThat(PRODUCT.gradient().family()).isEqualTo("products");
    assertThat(PRODUCT.gradient().operation()).isEqualTo("matmul");
    assertThat(PRODUCT.gradient().finiteDifferenceStep()).isEqualTo(1e-3);
    assertThat(PRODUCT.gradient().isSmooth()).isFalse();
  }

  @Test
  void operationIsTheFamilyUnlessDeclared() {
    OpCase plain =
        OpCase.named("copy")
            .integer("i", Domain.integers(0, 3), 2)
            .computes(in -> in.get("i").toFloat())
            .inFamily("integer");
    assertThat(plain.operation()).isEqualTo("integer");
    assertThat(plain.dtypes()).containsExactly(DType.INT32);
    assertThat(plain.bytes()).isEqualTo(16);
    assertThat(PRODUCT.dtypes()).containsExactly(DType.FLOAT32);
  }

  @Test
  void stepThatIsNoneIsRefused() {
    assertThatThrownBy(() -> OpCase.named("any").finiteDifferenceStep(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("case any", "NaN");
  }
}

package io.deltarule.cuda.kernels;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltarule.backend.Operand;
import io.deltarule.backend.Operands;
import io.deltarule.graph.TensorType;
import java.util.List;
import org.junit.jupiter.api.Test;

class CountableTest {
  @Test
  void anOperandThat31BitsDoNotCountIsRefusedByName() {
    assertThatThrownBy(() -> CudaKernels.requireCountable(of(65_536, 32_768)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "softmax in 'head': kernels count elements with 31 bits, up to 2147483647, got"
                + " 2147483648 of ")
        .hasMessageEndingWith("; use a smaller batch");
    assertThatCode(() -> CudaKernels.requireCountable(of(65_536, 32_767)))
        .doesNotThrowAnyException();
  }

  private static Operands of(int... dims) {
    Operand operand = new Operand(null, 0, TensorType.float32(dims));
    return new Operands("softmax in 'head'", List.of(operand), List.of(operand));
  }
}

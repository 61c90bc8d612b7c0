package io.deltarule.cuda.pointwise;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class IterationSpaceTest {
  @Test
  void contiguousOperandsAreOneAxis() {
    Shape shape = Shape.of(2, 3, 4);
    IterationSpace space = new IterationSpace(shape, List.of(shape.strides(), new long[3]));
    assertThat(space.rank()).isEqualTo(1);
    assertThat(space.innerDim()).isEqualTo(24);
    assertThat(space.innerStride(0)).isEqualTo(1);
    assertThat(space.innerStride(1)).isZero();
  }

  @Test
  void aRowThatRepeatsKeepsItsAxis() {
    Shape shape = Shape.of(2, 3, 4);
    long[] row = IterationSpace.broadcastStrides(Shape.of(4), shape);
    IterationSpace space = new IterationSpace(shape, List.of(shape.strides(), row));
    assertThat(space.rank()).isEqualTo(2);
    assertThat(space.dim(0)).isEqualTo(6);
    assertThat(space.stride(1, 0)).isZero();
    assertThat(space.stride(0, 0)).isEqualTo(4);
    assertThat(space.outerStridesDivideBy(4, 0)).isTrue();
    assertThat(space.outerStridesDivideBy(8, 0)).isFalse();
  }

  @Test
  void aSinglePositionHasNoAxis() {
    Shape shape = Shape.of(1, 1);
    IterationSpace space = new IterationSpace(shape, List.of(shape.strides()));
    assertThat(space.rank()).isZero();
    assertThat(space.innerDim()).isEqualTo(1);
    assertThat(space.innerStride(0)).isZero();
  }
}

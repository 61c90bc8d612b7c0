package io.deltarule.cuda.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.op.Reduce;
import io.deltarule.op.Reduce.Kind;
import io.deltarule.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReduceStepsTest {
  @Test
  void neighbouringAxesAreOne() {
    assertThat(steps(Shape.of(2, 3, 4, 5), 1, 2)).containsExactly(new Folded(2, 12, 5));
  }

  @Test
  void theLongestAxisGoesFirst() {
    assertThat(steps(Shape.of(2, 3, 4, 5), 0, 3))
        .containsExactly(new Folded(24, 5, 1), new Folded(1, 2, 12));
  }

  @Test
  void axesOfOneElementJoinTheirNeighbours() {
    assertThat(steps(Shape.of(6, 1, 7), 0, 2)).containsExactly(new Folded(1, 42, 1));
    assertThat(steps(Shape.of(1, 5), 0)).isEmpty();
  }

  private static List<Folded> steps(Shape shape, int... axes) {
    return ReduceKernels.steps(Reduce.over(Kind.SUM, shape, false, axes), shape);
  }
}

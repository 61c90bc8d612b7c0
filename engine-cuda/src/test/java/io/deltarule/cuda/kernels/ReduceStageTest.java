package io.deltarule.cuda.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.op.Reduce;
import io.deltarule.op.Reduce.Kind;
import io.deltarule.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReduceStageTest {
  @Test
  void neighbouringAxesAreOne() {
    assertThat(axes(Shape.of(2, 3, 4, 5), 1, 2)).containsExactly(new Folded(2, 12, 5));
  }

  @Test
  void theLongestAxisGoesFirst() {
    assertThat(axes(Shape.of(2, 3, 4, 5), 0, 3))
        .containsExactly(new Folded(24, 5, 1), new Folded(1, 2, 12));
  }

  @Test
  void axesOfOneElementJoinTheirNeighbours() {
    assertThat(axes(Shape.of(6, 1, 7), 0, 2)).containsExactly(new Folded(1, 42, 1));
    assertThat(axes(Shape.of(1, 5), 0)).isEmpty();
  }

  @Test
  void resultsOfAllStagesButTheLastAreScratch() {
    Reduce rows = Reduce.over(Kind.SUM, Shape.of(5, 512), false, 1);
    assertThat(ReduceStage.of(rows, Shape.of(5, 512)))
        .containsExactly(new ReduceStage(new Folded(5, 512, 1), 512));
    assertThat(ReduceKernels.scratchBytes(rows, Shape.of(5, 512))).isZero();

    Reduce column = Reduce.over(Kind.MEAN, Shape.of(70_001), false, 0);
    List<ReduceStage> two = ReduceStage.of(column, Shape.of(70_001));
    assertThat(two).hasSize(2);
    assertThat(two.get(1).folded().length()).isEqualTo(two.get(0).chunks()).isGreaterThan(1);
    assertThat(ReduceKernels.scratchBytes(column, Shape.of(70_001)))
        .isEqualTo(4L * two.get(0).chunks());

    Reduce apart = Reduce.over(Kind.MAX, Shape.of(2, 3, 4, 600), false, 1, 3);
    assertThat(ReduceKernels.scratchBytes(apart, Shape.of(2, 3, 4, 600))).isEqualTo(4L * 2 * 3 * 4);
  }

  private static List<Folded> axes(Shape shape, int... axes) {
    return ReduceStage.axes(Reduce.over(Kind.SUM, shape, false, axes), shape);
  }
}

package io.deltarule.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BroadcastViewTest {
  private static final List<Shape> SHAPES =
      List.of(
          Shape.of(24),
          Shape.of(1, 24),
          Shape.of(24, 1),
          Shape.of(4, 6),
          Shape.of(6, 4),
          Shape.of(2, 2, 6),
          Shape.of(2, 12),
          Shape.of(2, 2, 3, 2),
          Shape.of(4, 1, 6),
          Shape.of(1, 2, 1, 12, 1));

  @Test
  void inputsFollowWhatKeepsTheirAxesWhole() {
    Shape flat = Shape.of(4, 6);
    Shape cube = Shape.of(2, 2, 6);
    assertThat(BroadcastView.of(Shape.of(6), cube, flat)).isEqualTo(Shape.of(6));
    assertThat(BroadcastView.of(Shape.of(2, 2, 1), cube, flat)).isEqualTo(Shape.of(4, 1));
    assertThat(BroadcastView.of(Shape.of(4, 1), flat, cube)).isEqualTo(Shape.of(2, 2, 1));
    assertThat(BroadcastView.of(Shape.scalar(), cube, flat)).isEqualTo(Shape.scalar());
    assertThat(BroadcastView.of(cube, cube, flat)).isEqualTo(flat);
  }

  @Test
  void inputsThatVaryOverPartOfAnAxisCantFollow() {
    assertThat(BroadcastView.of(Shape.of(2, 1, 6), Shape.of(2, 2, 6), Shape.of(4, 6))).isNull();
    assertThat(BroadcastView.of(Shape.of(6), Shape.of(4, 6), Shape.of(24))).isNull();
  }

  @Test
  void shapesOfDifferentSizesHaveNoView() {
    assertThat(BroadcastView.of(Shape.of(6), Shape.of(4, 6), Shape.of(5, 6))).isNull();
    assertThat(BroadcastView.of(Shape.of(0, 6), Shape.of(0, 6), Shape.of(6, 0))).isNull();
  }

  @Test
  void viewsHaveTheSameElementAtEveryPosition() {
    int found = 0;
    for (Shape from : SHAPES) {
      for (Shape to : SHAPES) {
        for (Shape input : inputsOf(from)) {
          Shape view = BroadcastView.of(input, from, to);
          if (view != null) {
            found++;
            assertThat(view.broadcastsTo(to)).isTrue();
            assertThat(view.elementCount()).isEqualTo(input.elementCount());
            for (int position = 0; position < 24; position++) {
              assertThat(element(view, to, position))
                  .as("%s in %s as %s in %s at %s", input, from, view, to, position)
                  .isEqualTo(element(input, from, position));
            }
          }
        }
      }
    }
    assertThat(found).isGreaterThan(SHAPES.size() * SHAPES.size());
  }

  /** All inputs that broadcast to a shape, of its rank. */
  private static List<Shape> inputsOf(Shape shape) {
    List<Shape> inputs = new ArrayList<>();
    for (int axes = 0; axes < 1 << shape.rank(); axes++) {
      Shape input = shape;
      for (int axis = 0; axis < shape.rank(); axis++) {
        if ((axes >> axis & 1) == 1) {
          input = input.with(axis, 1);
        }
      }
      inputs.add(input);
    }
    return inputs;
  }

  /** The number of the element that a broadcast input has at a position. */
  private static long element(Shape input, Shape shape, long position) {
    long[] strides = input.strides();
    long element = 0;
    long rest = position;
    for (int back = 1; back <= shape.rank(); back++) {
      long index = rest % shape.dim(-back);
      rest /= shape.dim(-back);
      if (back <= input.rank() && input.dim(-back) != 1) {
        element += index * strides[input.rank() - back];
      }
    }
    return element;
  }
}

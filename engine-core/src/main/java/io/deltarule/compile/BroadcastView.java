package io.deltarule.compile;

import io.deltarule.tensor.Shape;
import java.util.Arrays;

/**
 * What becomes of a broadcast input when an operation is done in another shape of as many elements.
 *
 * <p>Both shapes are cut into blocks of axes with equal products, as [B, T, D] and [B T, D] into B
 * T and D. An input that fills a block, or does not vary over it, can be reshaped to follow; one
 * that varies over a part of a block can't.
 */
final class BroadcastView {
  private BroadcastView() {}

  /**
   * The shape under which an input has the same element at every position of {@code to}, in
   * row-major order, as it has in {@code from}; null if there is none.
   *
   * @param input broadcasts to {@code from}
   * @param from has as many elements as {@code to}
   */
  static Shape of(Shape input, Shape from, Shape to) {
    if (from.equals(to)) {
      return input;
    }
    if (from.elementCount() != to.elementCount() || from.elementCount() == 0) {
      return null;
    }
    int[] view = new int[to.rank()];
    Arrays.fill(view, 1);
    int missing = from.rank() - input.rank();
    int i = 0;
    int j = 0;
    while (i < from.rank() && j < to.rank()) {
      int firstFrom = i;
      int firstTo = j;
      long a = from.dim(i++);
      long b = to.dim(j++);
      while (a != b) {
        if (a < b) {
          a *= from.dim(i++);
        } else {
          b *= to.dim(j++);
        }
      }
      boolean full = true;
      boolean constant = true;
      for (int axis = firstFrom; axis < i; axis++) {
        int extent = axis < missing ? 1 : input.dim(axis - missing);
        full &= extent == from.dim(axis);
        constant &= extent == 1;
      }
      if (!full && !constant) {
        return null;
      }
      for (int axis = firstTo; full && axis < j; axis++) {
        view[axis] = to.dim(axis);
      }
    }
    Shape result = withoutLeadingOnes(Shape.of(view));
    boolean same = input.rank() <= to.rank() && result.equals(withoutLeadingOnes(input));
    return same ? input : result;
  }

  private static Shape withoutLeadingOnes(Shape shape) {
    int from = 0;
    while (from < shape.rank() && shape.dim(from) == 1) {
      from++;
    }
    return shape.slice(from, shape.rank());
  }
}

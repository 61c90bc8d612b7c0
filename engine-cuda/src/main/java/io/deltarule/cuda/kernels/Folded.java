package io.deltarule.cuda.kernels;

import io.deltarule.tensor.Shape;

/**
 * A shape seen around some neighbouring axes: [before, length, after].
 *
 * @param before positions of the axes to the left
 * @param length positions along the axes themselves
 * @param after positions of the axes to the right
 */
record Folded(int before, int length, int after) {
  /** A shape around one axis. */
  static Folded around(Shape shape, int axis) {
    return around(shape, axis, axis + 1);
  }

  /** A shape around the axes from {@code from} up to, and without, {@code to}. */
  static Folded around(Shape shape, int from, int to) {
    return new Folded(
        Math.toIntExact(shape.slice(0, from).elementCount()),
        Math.toIntExact(shape.slice(from, to).elementCount()),
        Math.toIntExact(shape.slice(to, shape.rank()).elementCount()));
  }

  /** True if there is no element. */
  boolean isEmpty() {
    return before == 0 || length == 0 || after == 0;
  }
}

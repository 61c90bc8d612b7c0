package io.deltarule.parity.reference;

import io.deltarule.tensor.Shape;

/**
 * Walks over all positions of a shape in row-major order:
 *
 * <pre>{@code
 * for (Odometer at = new Odometer(shape); at.isInside(); at.advance()) {
 *   y.set(at.count(), x.get(at.dot(strides)));
 * }
 * }</pre>
 *
 * <p>A scalar has one position; a shape with a dimension of 0 has none.
 */
final class Odometer {
  private final int[] dims;
  private final int[] index;
  private final long total;
  private long count;

  Odometer(Shape shape) {
    dims = shape.dims();
    index = new int[dims.length];
    total = shape.elementCount();
  }

  boolean isInside() {
    return count < total;
  }

  /** Moves to the next position: the innermost index first, with carries to the left. */
  void advance() {
    count++;
    for (int axis = dims.length - 1; axis >= 0; axis--) {
      if (++index[axis] < dims[axis]) {
        return;
      }
      index[axis] = 0;
    }
  }

  /** The number of positions passed: the row-major index of the present one. */
  long count() {
    return count;
  }

  /** The index along an axis. */
  int index(int axis) {
    return index[axis];
  }

  /** The sum of index times stride over all axes: where the position lies in a strided tensor. */
  long dot(long[] strides) {
    long sum = 0;
    for (int axis = 0; axis < index.length; axis++) {
      sum += index[axis] * strides[axis];
    }
    return sum;
  }

  /**
   * The strides by which a tensor of one shape is read as if it had been broadcast to another:
   * aligned at the innermost axis, 0 along new axes and along those of size 1.
   */
  static long[] broadcastStrides(Shape from, Shape to) {
    long[] own = from.strides();
    long[] strides = new long[to.rank()];
    int added = to.rank() - from.rank();
    for (int axis = 0; axis < own.length; axis++) {
      strides[added + axis] = from.dim(axis) == 1 ? 0 : own[axis];
    }
    return strides;
  }
}

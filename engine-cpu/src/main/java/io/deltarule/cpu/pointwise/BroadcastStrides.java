package io.deltarule.cpu.pointwise;

import io.deltarule.tensor.Shape;

/** Strides of an operand along the axes of the shape that it is broadcast to. */
public final class BroadcastStrides {
  private BroadcastStrides() {}

  /**
   * For each axis of {@code shape} the distance between elements of the operand, 0 where it
   * repeats.
   */
  public static int[] of(Shape operand, Shape shape) {
    int[] strides = new int[shape.rank()];
    long[] own = operand.strides();
    int added = shape.rank() - operand.rank();
    for (int axis = added; axis < strides.length; axis++) {
      boolean repeated = operand.dim(axis - added) == 1;
      strides[axis] = repeated ? 0 : Math.toIntExact(own[axis - added]);
    }
    return strides;
  }

  /**
   * The offset of position number {@code index} of a shape, in row-major order, under its leading
   * strides.
   */
  public static int offset(int index, Shape shape, int[] strides) {
    int offset = 0;
    int rest = index;
    for (int axis = shape.rank() - 1; axis >= 0; axis--) {
      offset += rest % shape.dim(axis) * strides[axis];
      rest /= shape.dim(axis);
    }
    return offset;
  }
}

package io.deltarule.cuda.pointwise;

import io.deltarule.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * The positions that a kernel visits, with how each operand moves along their axes: axes of size 1
 * left out, and neighbouring axes merged where every operand walks through them as through one.
 */
public final class IterationSpace {
  private final List<Integer> dims = new ArrayList<>();
  private final List<long[]> strides = new ArrayList<>();
  private final int operands;

  /**
   * Merges axes.
   *
   * @param shape the positions
   * @param operandStrides for each operand the distance between its elements along each axis
   */
  public IterationSpace(Shape shape, List<long[]> operandStrides) {
    operands = operandStrides.size();
    for (int axis = 0; axis < shape.rank(); axis++) {
      long[] step = new long[operands];
      for (int i = 0; i < operands; i++) {
        step[i] = operandStrides.get(i)[axis];
      }
      append(shape.dim(axis), step);
    }
  }

  private void append(int dim, long[] step) {
    if (dim == 1) {
      return;
    }
    int last = dims.size() - 1;
    if (last >= 0 && continues(strides.get(last), dim, step)) {
      dims.set(last, Math.multiplyExact(dims.get(last), dim));
      strides.set(last, step);
    } else {
      dims.add(dim);
      strides.add(step);
    }
  }

  private static boolean continues(long[] outer, int dim, long[] inner) {
    for (int i = 0; i < outer.length; i++) {
      if (outer[i] != inner[i] * dim) {
        return false;
      }
    }
    return true;
  }

  /** The number of merged axes. */
  public int rank() {
    return dims.size();
  }

  /** The size of a merged axis. */
  public int dim(int axis) {
    return dims.get(axis);
  }

  /** The distance between an operand's neighbours along a merged axis. */
  public long stride(int operand, int axis) {
    return strides.get(axis)[operand];
  }

  /** The stride along the innermost axis; 0 for a single position. */
  long innerStride(int operand) {
    return rank() == 0 ? 0 : stride(operand, rank() - 1);
  }

  /** The size of the innermost axis; 1 for a single position. */
  int innerDim() {
    return rank() == 0 ? 1 : dim(rank() - 1);
  }

  /** True if the strides along all axes but the innermost are multiples of a number. */
  boolean outerStridesDivideBy(int number, int operand) {
    for (int axis = 0; axis < rank() - 1; axis++) {
      if (stride(operand, axis) % number != 0) {
        return false;
      }
    }
    return true;
  }

  /** For each axis of {@code shape} the stride of a row-major operand that broadcasts to it. */
  static long[] broadcastStrides(Shape operand, Shape shape) {
    long[] own = operand.strides();
    long[] strides = new long[shape.rank()];
    int added = shape.rank() - operand.rank();
    for (int axis = 0; axis < own.length; axis++) {
      strides[added + axis] = operand.dim(axis) == 1 ? 0 : own[axis];
    }
    return strides;
  }
}

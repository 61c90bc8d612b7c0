package io.deltarule.cpu.pointwise;

import io.deltarule.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * A broadcast shape as rows: the axes merged as far as all operands allow, the last one left as the
 * row, along which every operand has stride 1 or 0.
 */
final class LoopNest {
  private final int rowLength;
  private final int[] dims;
  private final int[][] strides;
  private final boolean[] uniform;

  /**
   * Merges axes.
   *
   * @param shape the result's shape
   * @param operands shapes that broadcast to it, row-major and contiguous
   */
  LoopNest(Shape shape, List<Shape> operands) {
    List<Integer> merged = new ArrayList<>();
    List<int[]> steps = new ArrayList<>();
    List<int[]> all = operands.stream().map(o -> BroadcastStrides.of(o, shape)).toList();
    for (int axis = 0; axis < shape.rank(); axis++) {
      int[] step = new int[operands.size()];
      for (int i = 0; i < step.length; i++) {
        step[i] = all.get(i)[axis];
      }
      append(merged, steps, shape.dim(axis), step);
    }
    int outer = Math.max(0, merged.size() - 1);
    rowLength = merged.isEmpty() ? 1 : merged.get(outer);
    uniform = new boolean[operands.size()];
    dims = new int[outer];
    strides = new int[outer][];
    for (int axis = 0; axis < outer; axis++) {
      dims[axis] = merged.get(axis);
      strides[axis] = steps.get(axis);
    }
    for (int i = 0; i < uniform.length; i++) {
      uniform[i] = merged.isEmpty() || steps.get(outer)[i] == 0;
    }
  }

  private static void append(List<Integer> dims, List<int[]> steps, int dim, int[] step) {
    if (dim == 1) {
      return;
    }
    int last = dims.size() - 1;
    if (last >= 0 && continues(steps.get(last), dim, step)) {
      dims.set(last, Math.multiplyExact(dims.get(last), dim));
      steps.set(last, step);
    } else {
      dims.add(dim);
      steps.add(step);
    }
  }

  private static boolean continues(int[] outer, int dim, int[] inner) {
    for (int i = 0; i < outer.length; i++) {
      if (outer[i] != inner[i] * dim) {
        return false;
      }
    }
    return true;
  }

  /** Elements in a row. */
  int rowLength() {
    return rowLength;
  }

  /** The number of rows. */
  int rows() {
    int rows = 1;
    for (int dim : dims) {
      rows = Math.multiplyExact(rows, dim);
    }
    return rows;
  }

  /** True if an operand is the same all along a row. */
  boolean isUniform(int operand) {
    return uniform[operand];
  }

  /** Adds to each offset the distance from row 0 to a row, and a position along it. */
  void advance(int[] offsets, int row, int position) {
    int rest = row;
    for (int axis = dims.length - 1; axis >= 0; axis--) {
      int coordinate = rest % dims[axis];
      rest /= dims[axis];
      for (int i = 0; i < uniform.length; i++) {
        offsets[i] += coordinate * strides[axis][i];
      }
    }
    for (int i = 0; i < uniform.length; i++) {
      offsets[i] += uniform[i] ? 0 : position;
    }
  }
}

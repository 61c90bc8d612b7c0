package io.deltarule.cpu.reduce;

import io.deltarule.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * A shape with neighbouring axes merged that are both reduced or both kept; kept and reduced
 * alternate.
 */
record AxisGroups(List<Integer> sizes, List<Boolean> reduced) {
  static AxisGroups of(Shape shape, List<Integer> axes) {
    List<Integer> sizes = new ArrayList<>();
    List<Boolean> reduced = new ArrayList<>();
    for (int axis = 0; axis < shape.rank(); axis++) {
      boolean isReduced = axes.contains(axis);
      int last = sizes.size() - 1;
      if (shape.dim(axis) == 1) {
        continue;
      }
      if (last >= 0 && reduced.get(last) == isReduced) {
        sizes.set(last, Math.multiplyExact(sizes.get(last), shape.dim(axis)));
      } else {
        sizes.add(shape.dim(axis));
        reduced.add(isReduced);
      }
    }
    return new AxisGroups(sizes, reduced);
  }

  /** The number of reduced groups. */
  int reducedCount() {
    return (int) reduced.stream().filter(r -> r).count();
  }

  /** The product of the sizes before, of, or after the only reduced group. */
  int sizeFrom(int from, int to) {
    int size = 1;
    for (int i = Math.max(0, from); i < Math.min(to, sizes.size()); i++) {
      size = Math.multiplyExact(size, sizes.get(i));
    }
    return size;
  }

  /** The distance between neighbours along each group. */
  int[] strides() {
    int[] strides = new int[sizes.size()];
    int stride = 1;
    for (int i = strides.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= sizes.get(i);
    }
    return strides;
  }
}

package io.deltarule.parity.reference;

import io.deltarule.backend.Operands;
import io.deltarule.op.Gather;
import io.deltarule.op.ScatterAdd;
import io.deltarule.tensor.Shape;

/**
 * Selection by index and its adjoint. A table [before, R, after] and rows [before, I, after] are
 * walked as three nested loops; the indices [I] say which of the R places each row belongs to.
 */
final class IndexKernels {
  private IndexKernels() {}

  /** {@code rows[b, i, a] = table[b, index_i, a]}. */
  static void gather(Gather op, Operands operands) {
    Elements table = new Elements(operands.input(0));
    Elements indices = new Elements(operands.input(1));
    Elements rows = new Elements(operands.output());
    int places = table.shape().dim(op.axis());
    long before = before(table.shape(), op.axis());
    long after = after(table.shape(), op.axis());
    for (long b = 0; b < before; b++) {
      for (int i = 0; i < indices.size(); i++) {
        int place = index(indices, i, places, operands.label());
        for (long a = 0; a < after; a++) {
          double value = table.get((b * places + place) * after + a);
          rows.set((b * indices.size() + i) * after + a, value);
        }
      }
    }
  }

  /** {@code table[b, p, a] = sum over the i with index_i = p of rows[b, i, a]}, in ascending i. */
  static void scatterAdd(ScatterAdd op, Operands operands, Rounding round) {
    Elements rows = new Elements(operands.input(0));
    Elements indices = new Elements(operands.input(1));
    Elements table = new Elements(operands.output());
    long before = before(table.shape(), op.axis());
    long after = after(table.shape(), op.axis());
    for (int i = 0; i < table.size(); i++) {
      table.set(i, 0);
    }
    for (long b = 0; b < before; b++) {
      for (int i = 0; i < indices.size(); i++) {
        int place = index(indices, i, op.size(), operands.label());
        for (long a = 0; a < after; a++) {
          long at = (b * op.size() + place) * after + a;
          double row = rows.get((b * indices.size() + i) * after + a);
          table.set(at, round.applyAsDouble(table.get(at) + row));
        }
      }
    }
  }

  static int index(Elements indices, int position, int places, String label) {
    int index = (int) indices.get(position);
    if (index < 0 || index >= places) {
      throw new IndexOutOfBoundsException(
          label
              + ": index "
              + index
              + " at position "
              + position
              + " is out of range for size "
              + places
              + "; indices go from 0 to "
              + (places - 1));
    }
    return index;
  }

  private static long before(Shape shape, int axis) {
    return shape.slice(0, axis).elementCount();
  }

  private static long after(Shape shape, int axis) {
    return shape.slice(axis + 1, shape.rank()).elementCount();
  }
}

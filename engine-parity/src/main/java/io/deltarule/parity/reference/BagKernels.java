package io.deltarule.parity.reference;

import io.deltarule.backend.Operands;
import io.deltarule.op.ScatterAddBags;
import io.deltarule.tensor.Shape;

/**
 * Sums of rows that bags of indices select, and the adjoint. A table [R, after], indices [bags, L]
 * and a row [after] a bag are walked as nested loops.
 */
final class BagKernels {
  private BagKernels() {}

  /** {@code y[b, a] = sum over l of table[index_{b,l}, a]}, in ascending l. */
  static void gatherSum(Operands operands, Rounding round) {
    Elements table = new Elements(operands.input(0));
    Elements indices = new Elements(operands.input(1));
    Elements sums = new Elements(operands.output());
    int places = table.shape().dim(0);
    int after = rowLength(table.shape());
    int length = indices.shape().dim(-1);
    for (int i = 0; i < sums.size(); i++) {
      sums.set(i, 0);
    }
    for (int i = 0; i < indices.size(); i++) {
      int place = IndexKernels.index(indices, i, places, operands.label());
      for (int a = 0; a < after; a++) {
        long at = (long) (i / length) * after + a;
        double element = table.get((long) place * after + a);
        sums.set(at, round.applyAsDouble(sums.get(at) + element));
      }
    }
  }

  /** {@code table[p, a] = sum over the (b, l) with index_{b,l} = p of updates[b, a]}, in order. */
  static void scatterAdd(ScatterAddBags op, Operands operands, Rounding round) {
    Elements updates = new Elements(operands.input(0));
    Elements indices = new Elements(operands.input(1));
    Elements table = new Elements(operands.output());
    int after = rowLength(table.shape());
    int length = indices.shape().dim(-1);
    for (int i = 0; i < table.size(); i++) {
      table.set(i, 0);
    }
    for (int i = 0; i < indices.size(); i++) {
      int place = IndexKernels.index(indices, i, op.size(), operands.label());
      for (int a = 0; a < after; a++) {
        long at = (long) place * after + a;
        double update = updates.get((long) (i / length) * after + a);
        table.set(at, round.applyAsDouble(table.get(at) + update));
      }
    }
  }

  private static int rowLength(Shape table) {
    return Math.toIntExact(table.slice(1, table.rank()).elementCount());
  }
}

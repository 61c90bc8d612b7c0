package io.deltarule.cuda.kernels;

import io.deltarule.backend.Kernel;
import io.deltarule.backend.Operands;
import io.deltarule.cuda.driver.Arguments;
import io.deltarule.op.Gather;
import io.deltarule.tensor.Shape;

/** Launches of {@code gather.cu}. */
final class GatherKernel {
  private final Kernels kernels;
  private final IndexFaults faults;

  GatherKernel(Kernels kernels, IndexFaults faults) {
    this.kernels = kernels;
    this.faults = faults;
  }

  Kernel create(Gather op, Operands operands) {
    if (operands.output().elementCount() == 0) {
      return Kernels.nothing();
    }
    Folded table = Folded.around(operands.input(0).type().shape(), op.axis());
    return faults.reporting(operands, table.length(), site -> launch(operands, table, site));
  }

  /** The sums of bags of one or more indices. */
  Kernel sum(Operands operands) {
    if (operands.output().elementCount() == 0) {
      return Kernels.nothing();
    }
    Folded table = Folded.around(operands.input(0).type().shape(), 0);
    return faults.reporting(operands, table.length(), site -> sum(operands, table, site));
  }

  private Kernel sum(Operands operands, Folded table, int site) {
    Shape indices = operands.input(1).type().shape();
    Folded bags = Folded.around(indices, indices.rank() - 1);
    return kernels.launch(
        "gather_sum",
        Tiles.bags(bags.before(), bags.length(), table.after()),
        new Arguments()
            .pointer(operands.output())
            .pointer(operands.input(0))
            .pointer(operands.input(1))
            .pointer(faults.memory(), 0)
            .int32(site)
            .int32(table.length())
            .int32(bags.before())
            .int32(bags.length())
            .int32(table.after()),
        operands);
  }

  private Kernel launch(Operands operands, Folded table, int site) {
    int count = Math.toIntExact(operands.input(1).elementCount());
    return kernels.launch(
        "gather_rows",
        Tiles.wordRows((long) table.before() * count, table.after()),
        new Arguments()
            .pointer(operands.output())
            .pointer(operands.input(0))
            .pointer(operands.input(1))
            .pointer(faults.memory(), 0)
            .int32(site)
            .int32(table.before())
            .int32(table.length())
            .int32(count)
            .int32(table.after()),
        operands);
  }
}

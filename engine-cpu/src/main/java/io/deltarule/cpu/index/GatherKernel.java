package io.deltarule.cpu.index;

import io.deltarule.backend.Kernel;
import io.deltarule.backend.Operand;
import io.deltarule.backend.Operands;
import io.deltarule.cpu.FloatMemory;
import io.deltarule.cpu.IntMemory;
import io.deltarule.cpu.parallel.ParallelTask;
import io.deltarule.cpu.parallel.WorkerPool;
import io.deltarule.op.Gather;

/** {@code rows[b, i, :] = table[b, index_i, :]}, for either element type. */
public final class GatherKernel implements Kernel {
  private static final int PART_ELEMENTS = 1 << 14;

  private final WorkerPool pool;
  private final IndexedRows rows;
  private final Object table;
  private final int tableStart;
  private final Object target;
  private final int targetStart;
  private final int rowsAPart;
  private final ParallelTask task = this::part;

  public GatherKernel(WorkerPool pool, Gather op, Operands operands) {
    this.pool = pool;
    rows = new IndexedRows(operands, operands.input(0).type().shape(), op.axis());
    table = array(operands.input(0));
    tableStart = Math.toIntExact(operands.input(0).offset());
    target = array(operands.output());
    targetStart = Math.toIntExact(operands.output().offset());
    rowsAPart = Math.max(1, PART_ELEMENTS / Math.max(1, rows.after));
  }

  private static Object array(Operand operand) {
    return operand.memory() instanceof FloatMemory floats
        ? floats.array()
        : ((IntMemory) operand.memory()).array();
  }

  @Override
  public void run() {
    pool.run(task, (rows.before * rows.count + rowsAPart - 1) / rowsAPart);
  }

  private void part(int part) {
    int end = Math.min(rows.before * rows.count, (part + 1) * rowsAPart);
    for (int row = part * rowsAPart; row < end; row++) {
      int entry = row / rows.count * rows.places + rows.indices.place(row % rows.count);
      System.arraycopy(
          table,
          tableStart + entry * rows.after,
          target,
          targetStart + row * rows.after,
          rows.after);
    }
  }
}

package io.deltarule.cpu.index;

import io.deltarule.backend.Kernel;
import io.deltarule.backend.Operands;
import io.deltarule.cpu.FloatMemory;
import io.deltarule.cpu.parallel.ParallelTask;
import io.deltarule.cpu.parallel.WorkerPool;
import io.deltarule.op.ScatterAdd;
import java.util.Arrays;

/**
 * {@code table[b, p, :] = sum over the i with index_i = p of rows[b, i, :]}, in ascending i.
 * Threads share the columns out among themselves, so that each sum stays in order.
 */
public final class ScatterAddKernel implements Kernel {
  private static final int COLUMNS = 512;

  private final WorkerPool pool;
  private final IndexedRows rows;
  private final float[] source;
  private final int sourceStart;
  private final float[] table;
  private final int tableStart;
  private final int blocks;
  private final ParallelTask task = this::part;

  public ScatterAddKernel(WorkerPool pool, ScatterAdd op, Operands operands) {
    this.pool = pool;
    rows = new IndexedRows(operands, operands.output().type().shape(), op.axis());
    source = ((FloatMemory) operands.input(0).memory()).array();
    sourceStart = Math.toIntExact(operands.input(0).offset());
    table = ((FloatMemory) operands.output().memory()).array();
    tableStart = Math.toIntExact(operands.output().offset());
    blocks = (rows.after + COLUMNS - 1) / COLUMNS;
  }

  @Override
  public void run() {
    int size = rows.before * rows.places * rows.after;
    Arrays.fill(table, tableStart, tableStart + size, 0);
    pool.run(task, rows.before * blocks);
  }

  private void part(int part) {
    int b = part / blocks;
    int column = part % blocks * COLUMNS;
    int width = Math.min(COLUMNS, rows.after - column);
    for (int i = 0; i < rows.count; i++) {
      int to = tableStart + (b * rows.places + rows.place(i)) * rows.after + column;
      int from = sourceStart + (b * rows.count + i) * rows.after + column;
      for (int c = 0; c < width; c++) {
        table[to + c] += source[from + c];
      }
    }
  }
}

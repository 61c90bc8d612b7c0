package io.deltarule.cpu.index;

import io.deltarule.backend.Kernel;
import io.deltarule.backend.Operands;
import io.deltarule.cpu.FloatMemory;
import io.deltarule.cpu.parallel.ParallelTask;
import io.deltarule.cpu.parallel.WorkerPool;
import io.deltarule.cpu.warmup.Form;
import io.deltarule.tensor.Shape;

/**
 * {@code sums[b, :] = sum over l of table[index_{b,l}, :]}, in ascending l. A part is some bags and
 * a block of columns.
 */
public final class GatherSumKernel implements Kernel {
  private static final int PART_ELEMENTS = 1 << 14;
  private static final int COLUMNS = 512;

  private final WorkerPool pool;
  private final Form<RowSums> form;
  private RowSums sums;
  private final Indices indices;
  private final float[] table;
  private final int tableStart;
  private final float[] target;
  private final int targetStart;
  private final int after;
  private final int bags;
  private final int length;
  private final int blocks;
  private final int bagsAPart;
  private final ParallelTask task = this::part;

  public GatherSumKernel(WorkerPool pool, Form<RowSums> form, Operands operands) {
    this.pool = pool;
    this.form = form;
    this.sums = form.now();
    Shape shape = operands.input(0).type().shape();
    indices = new Indices(operands, shape.dim(0));
    table = ((FloatMemory) operands.input(0).memory()).array();
    tableStart = Math.toIntExact(operands.input(0).offset());
    target = ((FloatMemory) operands.output().memory()).array();
    targetStart = Math.toIntExact(operands.output().offset());
    after = Math.toIntExact(shape.slice(1, shape.rank()).elementCount());
    Shape bagged = operands.input(1).type().shape();
    length = bagged.dim(-1);
    bags = Math.toIntExact(bagged.slice(0, bagged.rank() - 1).elementCount());
    // Without columns there are no sums, but the indices are still checked.
    blocks = Math.max(1, (after + COLUMNS - 1) / COLUMNS);
    long bagElements = (long) Math.max(1, length) * Math.max(1, Math.min(COLUMNS, after));
    bagsAPart = Math.toIntExact(Math.max(1, PART_ELEMENTS / bagElements));
  }

  @Override
  public void run() {
    sums = form.next((long) bags * length * after);
    pool.run(task, (bags + bagsAPart - 1) / bagsAPart * blocks);
  }

  private void part(int part) {
    int column = part % blocks * COLUMNS;
    int width = Math.min(COLUMNS, after - column);
    int first = part / blocks * bagsAPart;
    int end = Math.min(bags, first + bagsAPart);
    indices.check(first * length, end * length);
    for (int bag = first; bag < end; bag++) {
      int from = indices.start() + bag * length;
      sums.sum(
          table,
          tableStart + column,
          after,
          indices.array(),
          from,
          from + length,
          width,
          target,
          targetStart + bag * after + column);
    }
  }
}

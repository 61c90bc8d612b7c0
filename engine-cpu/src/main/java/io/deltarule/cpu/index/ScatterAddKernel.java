package io.deltarule.cpu.index;

import io.deltarule.backend.Kernel;
import io.deltarule.backend.Operands;
import io.deltarule.cpu.FloatMemory;
import io.deltarule.cpu.parallel.ParallelTask;
import io.deltarule.cpu.parallel.WorkerPool;
import io.deltarule.cpu.warmup.Form;
import io.deltarule.op.ScatterAdd;
import io.deltarule.tensor.Shape;
import java.util.Arrays;

/**
 * {@code table[b, p, :] = sum over the i with index_i = p of rows[b, i / bag, :]}, in ascending i.
 * The indices are sorted by range of places. A part is a range of places and a block of columns,
 * which it zeroes and then adds to while it is in a near cache: a place is no other part's.
 */
public final class ScatterAddKernel implements Kernel {
  private static final int COLUMNS = 512;

  private final WorkerPool pool;
  private final Form<RowSums> form;
  private RowSums sums;
  private final RowOrder order;
  private final float[] source;
  private final int sourceStart;
  private final float[] table;
  private final int tableStart;
  private final int before;
  private final int places;
  private final int after;
  private final int sourceRows;
  private final int blocks;
  private final ParallelTask task = this::part;

  private ScatterAddKernel(
      WorkerPool pool, Form<RowSums> form, Operands operands, IndexedRows rows, int bag) {
    this.pool = pool;
    this.form = form;
    this.sums = form.now();
    order = new RowOrder(pool, rows.indices, bag, rows.places, Math.min(COLUMNS, rows.after));
    source = ((FloatMemory) operands.input(0).memory()).array();
    sourceStart = Math.toIntExact(operands.input(0).offset());
    table = ((FloatMemory) operands.output().memory()).array();
    tableStart = Math.toIntExact(operands.output().offset());
    before = rows.before;
    places = rows.places;
    after = rows.after;
    sourceRows = rows.count / bag;
    blocks = (after + COLUMNS - 1) / COLUMNS;
  }

  /** An update for every index. */
  public static ScatterAddKernel ofRows(
      WorkerPool pool, Form<RowSums> form, ScatterAdd op, Operands operands) {
    IndexedRows rows = new IndexedRows(operands, operands.output().type().shape(), op.axis());
    return new ScatterAddKernel(pool, form, operands, rows, 1);
  }

  /** An update for every bag of indices. */
  public static ScatterAddKernel ofBags(WorkerPool pool, Form<RowSums> form, Operands operands) {
    Shape indices = operands.input(1).type().shape();
    IndexedRows rows = new IndexedRows(operands, operands.output().type().shape(), 0);
    return new ScatterAddKernel(pool, form, operands, rows, Math.max(1, indices.dim(-1)));
  }

  @Override
  public void run() {
    sums = form.next((long) before * order.rows().length * after);
    order.sort();
    pool.run(task, before * order.ranges() * blocks);
  }

  private void part(int part) {
    int column = part % blocks * COLUMNS;
    int range = part / blocks % order.ranges();
    int b = part / blocks / order.ranges();
    int width = Math.min(COLUMNS, after - column);
    int from = sourceStart + b * sourceRows * after + column;
    int to = tableStart + b * places * after + column;
    int first = order.firstPlace(range);
    int last = order.firstPlace(range + 1);
    if (blocks == 1) {
      Arrays.fill(table, to + first * after, to + last * after, 0);
    } else {
      for (int place = first; place < last; place++) {
        Arrays.fill(table, to + place * after, to + place * after + width, 0);
      }
    }
    sums.add(
        source,
        from,
        after,
        order.rows(),
        order.places(),
        order.start(range),
        order.start(range + 1),
        width,
        table,
        to);
  }
}

package io.deltarule.cpu.reduce;

import io.deltarule.backend.Kernel;
import io.deltarule.cpu.parallel.ParallelTask;
import io.deltarule.cpu.parallel.WorkerPool;
import io.deltarule.cpu.warmup.Form;
import io.deltarule.op.Reduce;
import java.util.Arrays;

/**
 * {@code y[b, c] = reduce over r of x[b, r, c]}: rows are combined element by element, in chunks of
 * a fixed number of rows, whose results are combined alike. Four rows are combined at a time that
 * lie a quarter of the rows apart: memory is fetched ahead for each of them, where neighbours would
 * hinder each other.
 */
final class ColumnsReduction implements Kernel {
  /** So few that their results stay in the first-level cache. */
  private static final int MOST_COLUMNS = 4096;

  /** Where there are few rows, columns are cut to give all threads work. */
  private static final int FEWEST_COLUMNS = 512;

  private static final int WANTED_PARTS = 16;

  private final WorkerPool pool;
  private final Form<RowReductions> form;
  private RowReductions reductions;
  private final Reduce.Kind kind;
  private final int rows;
  private final int columns;
  private final ReduceKernel.Span x;
  private final ReduceKernel.Span y;

  private final int chunkRows;
  private final int chunks;
  private final int blockColumns;
  private final int blocks;
  private final int batch;
  private final float[] partial;
  private final ParallelTask chunkTask = this::chunk;
  private final ParallelTask combineTask = this::combine;

  ColumnsReduction(
      WorkerPool pool,
      Form<RowReductions> form,
      Reduce.Kind kind,
      int batch,
      int rows,
      int columns,
      ReduceKernel.Span x,
      ReduceKernel.Span y) {
    this.pool = pool;
    this.form = form;
    this.reductions = form.now();
    this.kind = kind;
    this.batch = batch;
    this.rows = rows;
    this.columns = columns;
    this.x = x;
    this.y = y;
    chunkRows = Math.max(64, Math.min(512, (1 << 15) / columns));
    chunks = (rows + chunkRows - 1) / chunkRows;
    blockColumns = chunks * batch < WANTED_PARTS ? FEWEST_COLUMNS : MOST_COLUMNS;
    blocks = (columns + blockColumns - 1) / blockColumns;
    partial = chunks > 1 ? new float[Math.multiplyExact(chunks * batch, columns)] : y.array();
  }

  @Override
  public void run() {
    reductions = form.next((long) batch * rows * columns);
    pool.run(chunkTask, batch * chunks * blocks);
    if (chunks > 1) {
      pool.run(combineTask, batch * blocks);
    }
  }

  private void chunk(int part) {
    int block = part % blocks;
    int chunk = part / blocks % chunks;
    int b = part / blocks / chunks;
    int column = block * blockColumns;
    int count = Math.min(blockColumns, columns - column);
    int to = (chunks > 1 ? 0 : y.start()) + (b * chunks + chunk) * columns + column;
    int first = chunk * chunkRows;
    int end = Math.min(rows, first + chunkRows);
    int from = x.start() + (b * rows + first) * columns + column;
    int row = first;
    if (kind == Reduce.Kind.SUM_OF_SQUARES) {
      Arrays.fill(partial, to, to + count, 0);
    } else {
      System.arraycopy(x.array(), from, partial, to, count);
      row++;
      from += columns;
    }
    combine(kind, partial, to, x.array(), from, end - row, count);
  }

  private void combine(int part) {
    int column = part % blocks * blockColumns;
    int b = part / blocks;
    int count = Math.min(blockColumns, columns - column);
    int to = y.start() + b * columns + column;
    int from = b * chunks * columns + column;
    System.arraycopy(partial, from, y.array(), to, count);
    Reduce.Kind ofResults = RowReductions.ofResults(kind);
    combine(ofResults, y.array(), to, partial, from + columns, chunks - 1, count);
  }

  /**
   * Combines rows, {@code columns} apart, with the results: four at a time, the rest one by one.
   */
  private void combine(
      Reduce.Kind by, float[] results, int to, float[] a, int from, int rows, int count) {
    int quarter = rows / 4;
    for (int row = 0; row < quarter; row++) {
      int at = from + row * columns;
      reductions.combineFourRows(by, results, to, a, at, quarter * columns, count);
    }
    for (int row = quarter * 4; row < rows; row++) {
      reductions.combineRow(by, results, to, a, from + row * columns, count);
    }
  }
}

package io.deltarule.cpu.norm;

import io.deltarule.backend.Kernel;
import io.deltarule.cpu.parallel.OwnLines;
import io.deltarule.cpu.parallel.ParallelTask;
import io.deltarule.cpu.parallel.WorkerPool;

/**
 * Visits rows [rows, length], some of them in a part, so many that a part is worth dispatching, and
 * so few parts that sums of each part's own take little memory.
 */
abstract class NormalizedRows implements Kernel {
  private static final int PART_ELEMENTS = 1 << 13;
  private static final int MOST_PARTS = 64;

  private final WorkerPool pool;
  private final int rowsAPart;
  private final float[][] scratch;
  private final ParallelTask task = this::part;

  protected final int rows;
  protected final int length;
  protected final int parts;

  NormalizedRows(WorkerPool pool, int rows, int length) {
    this.pool = pool;
    this.rows = rows;
    this.length = length;
    int worthwhile = Math.max(1, PART_ELEMENTS / length);
    rowsAPart = Math.max(worthwhile, (rows + MOST_PARTS - 1) / MOST_PARTS);
    parts = (rows + rowsAPart - 1) / rowsAPart;
    scratch = OwnLines.floats(pool.threads(), CenteredSumsOfRuns.SCRATCH);
  }

  final void visit() {
    pool.run(task, parts);
  }

  private void part(int part) {
    begin(part);
    float[] lanes = scratch[pool.worker()];
    int end = Math.min(rows, (part + 1) * rowsAPart);
    for (int row = part * rowsAPart; row < end; row++) {
      row(part, row, lanes);
    }
  }

  /** Called before the rows of a part. */
  void begin(int part) {}

  abstract void row(int part, int row, float[] lanes);
}

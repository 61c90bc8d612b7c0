package io.deltarule.cpu.reduce;

import io.deltarule.backend.Kernel;
import io.deltarule.cpu.parallel.OwnLines;
import io.deltarule.cpu.parallel.ParallelTask;
import io.deltarule.cpu.parallel.WorkerPool;
import io.deltarule.cpu.warmup.Form;
import io.deltarule.op.Reduce;

/**
 * {@code y[r] = reduce over i of x[r, i]}: each row by itself; long rows in pieces of a fixed
 * length, whose results are reduced in turn.
 */
final class RowsReduction implements Kernel {
  private static final int PIECE = 1 << 14;

  private final WorkerPool pool;
  private final Form<RowReductions> form;
  private RowReductions reductions;
  private final Reduce.Kind kind;
  private final int rows;
  private final int length;
  private final ReduceKernel.Span x;
  private final ReduceKernel.Span y;

  private final int piecesARow;
  private final int piecesAPart;
  private final int parts;
  private final float[] pieceResults;
  private final float[][] lanes;
  private final ParallelTask task = this::part;

  RowsReduction(
      WorkerPool pool,
      Form<RowReductions> form,
      Reduce.Kind kind,
      int rows,
      int length,
      ReduceKernel.Span x,
      ReduceKernel.Span y) {
    this.pool = pool;
    this.form = form;
    this.reductions = form.now();
    this.kind = kind;
    this.rows = rows;
    this.length = length;
    this.x = x;
    this.y = y;
    piecesARow = (length + PIECE - 1) / PIECE;
    piecesAPart = Math.max(1, PIECE / length);
    int pieces = Math.multiplyExact(rows, piecesARow);
    parts = (pieces + piecesAPart - 1) / piecesAPart;
    pieceResults = piecesARow > 1 ? new float[pieces] : y.array();
    lanes = OwnLines.floats(parts, RowReductions.LANES);
  }

  @Override
  public void run() {
    reductions = form.next((long) rows * length);
    pool.run(task, parts);
    if (piecesARow > 1) {
      for (int row = 0; row < rows; row++) {
        y.array()[y.start() + row] =
            reductions.reduce(
                RowReductions.ofResults(kind),
                pieceResults,
                row * piecesARow,
                piecesARow,
                lanes[0]);
      }
    }
  }

  private void part(int part) {
    int start = piecesARow > 1 ? 0 : y.start();
    int end = Math.min(rows * piecesARow, (part + 1) * piecesAPart);
    for (int piece = part * piecesAPart; piece < end; piece++) {
      int from = piece % piecesARow * PIECE;
      int at = x.start() + piece / piecesARow * length + from;
      int count = Math.min(PIECE, length - from);
      pieceResults[start + piece] = reductions.reduce(kind, x.array(), at, count, lanes[part]);
    }
  }
}

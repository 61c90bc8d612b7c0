package io.deltarule.cpu.reduce;

import io.deltarule.backend.Kernel;
import io.deltarule.cpu.parallel.OwnLines;
import io.deltarule.cpu.parallel.ParallelTask;
import io.deltarule.cpu.parallel.WorkerPool;
import io.deltarule.cpu.warmup.Form;
import io.deltarule.op.Reduce;

/**
 * {@code y[r] = reduce over i of x[r, i]}: each row by itself; long rows in pieces of a fixed
 * length, whose results are reduced in turn. The pieces of rows that no near cache holds are long
 * runs, which are read in several places at a time.
 */
final class RowsReduction implements Kernel {
  private static final int PIECE = 1 << 14;
  private static final int LONG_PIECE = 1 << 16;

  /** Elements of a row, 4 MiB, from which on its pieces are long. */
  private static final int LONG_ROW = 1 << 20;

  private final WorkerPool pool;
  private final Form<RowReductions> form;
  private RowReductions reductions;
  private final Reduce.Kind kind;
  private final int rows;
  private final int length;
  private final ReduceKernel.Span x;
  private final ReduceKernel.Span y;

  private final int pieceLength;
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
    pieceLength = length >= LONG_ROW ? LONG_PIECE : PIECE;
    piecesARow = (length + pieceLength - 1) / pieceLength;
    piecesAPart = Math.max(1, pieceLength / length);
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
      int from = piece % piecesARow * pieceLength;
      int at = x.start() + piece / piecesARow * length + from;
      int count = Math.min(pieceLength, length - from);
      pieceResults[start + piece] = reductions.reduce(kind, x.array(), at, count, lanes[part]);
    }
  }
}

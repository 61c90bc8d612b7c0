package io.deltarule.cpu.pointwise;

import io.deltarule.backend.Kernel;
import io.deltarule.backend.Operand;
import io.deltarule.cpu.lower.Lowering;
import io.deltarule.cpu.parallel.OwnLines;
import io.deltarule.cpu.parallel.ParallelTask;
import io.deltarule.cpu.parallel.WorkerPool;
import io.deltarule.cpu.warmup.Form;
import io.deltarule.expr.Expr;
import java.util.List;
import java.util.stream.Stream;

/**
 * A pointwise operation over a whole tensor: its rows, or pieces of one long row, are shared out
 * among the threads in parts of a fixed size.
 */
public final class PointwiseKernel implements Kernel {
  /** Machine instructions times elements of a part: some tens of microseconds. */
  private static final int PART_WORK = 1 << 17;

  private final WorkerPool pool;
  private final LoopNest nest;
  private final Form<RowKernel> form;
  private RowKernel kernel;
  private final long work;
  private final int[] starts;
  private final int parts;
  private final int pieces;
  private final int pieceLength;
  private final int piecesAPart;
  private final int[][] offsets;
  private final ParallelTask task = this::part;

  /** Binds expressions of some inputs, of which each gives one output of the common shape. */
  public static PointwiseKernel bind(
      WorkerPool pool,
      RowKernels rows,
      List<Expr> expressions,
      List<Operand> inputs,
      List<Operand> outputs) {
    List<Operand> operands = Stream.concat(inputs.stream(), outputs.stream()).toList();
    LoopNest nest =
        new LoopNest(
            outputs.get(0).type().shape(), operands.stream().map(o -> o.type().shape()).toList());
    RowSpec spec = Binding.spec(inputs, nest::isUniform, Lowering.of(expressions));
    Form<RowKernel> form = rows.bind(spec, Binding.arrays(operands));
    return new PointwiseKernel(pool, nest, form, Binding.starts(operands), spec.cost());
  }

  private PointwiseKernel(
      WorkerPool pool, LoopNest nest, Form<RowKernel> form, int[] starts, int cost) {
    this.pool = pool;
    this.nest = nest;
    this.form = form;
    this.kernel = form.now();
    this.work = (long) nest.rows() * nest.rowLength() * cost;
    this.starts = starts;
    int partElements = Math.max(256, PART_WORK / cost);
    int length = nest.rowLength();
    // A multiple of every vector length, so that only the last piece of a row has a scalar end.
    pieceLength = length <= partElements ? length : partElements / 64 * 64;
    int piecesARow = length == 0 ? 0 : (length + pieceLength - 1) / pieceLength;
    pieces = Math.multiplyExact(nest.rows(), piecesARow);
    piecesAPart = Math.max(1, partElements / Math.max(1, pieceLength));
    parts = (pieces + piecesAPart - 1) / piecesAPart;
    offsets = OwnLines.ints(parts, starts.length);
  }

  @Override
  public void run() {
    kernel = form.next(work);
    pool.run(task, parts);
  }

  private void part(int part) {
    RowKernel row = kernel;
    int[] at = offsets[part];
    int length = nest.rowLength();
    int piecesARow = (length + pieceLength - 1) / pieceLength;
    int end = Math.min(pieces, (part + 1) * piecesAPart);
    for (int piece = part * piecesAPart; piece < end; piece++) {
      int from = piece % piecesARow * pieceLength;
      System.arraycopy(starts, 0, at, 0, starts.length);
      nest.advance(at, piece / piecesARow, from);
      row.run(at, Math.min(pieceLength, length - from));
    }
  }
}

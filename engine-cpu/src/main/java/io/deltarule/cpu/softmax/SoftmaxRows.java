package io.deltarule.cpu.softmax;

import io.deltarule.backend.Kernel;
import io.deltarule.backend.Operand;
import io.deltarule.cpu.FloatMemory;
import io.deltarule.cpu.lower.Kind;
import io.deltarule.cpu.lower.Lowering;
import io.deltarule.cpu.parallel.OwnLines;
import io.deltarule.cpu.parallel.ParallelTask;
import io.deltarule.cpu.parallel.WorkerPool;
import io.deltarule.cpu.pointwise.RowKernel;
import io.deltarule.cpu.pointwise.RowKernels;
import io.deltarule.cpu.pointwise.RowSpec;
import io.deltarule.cpu.reduce.RowReductions;
import io.deltarule.cpu.warmup.Form;
import io.deltarule.expr.Expr;
import io.deltarule.op.Reduce;
import io.deltarule.tensor.Shape;
import java.util.List;

/**
 * Visits the rows of x [before, n, after] along the middle axis: finds the maximum m, e_i = exp(x_i
 * - m) and the sum of e, and lets a subclass make results of them. Rows that are not contiguous are
 * gathered first. All scratch is allocated at binding.
 */
abstract class SoftmaxRows implements Kernel {
  private static final int PART_ELEMENTS = 1 << 12;

  /** Each part has scratch for a row, which must not add up to a copy of x. */
  private static final int MOST_PARTS = 64;

  private final WorkerPool pool;
  private final Form<RowReductions> reductionsForm;
  private final Form<RowKernel> exponentialsForm;
  private final int cost;
  private RowReductions reductions;
  private RowKernel exponentials;
  private final float[] x;
  private final int xStart;
  private final int rows;
  private final int rowsAPart;
  private final int parts;

  /** From one part's scratch row to the next. */
  private final int pitch;

  private final float[][] lanes;
  private final int[][] offsets;
  private final ParallelTask task = this::part;

  /** The number of elements in a row. */
  protected final int length;

  /** The distance between the elements of a row. */
  protected final int stride;

  /** Rows in the order in which the kernel reads them, one part's row after the other's. */
  private final float[] gathered;

  private final float[] maxima;
  private final float[] exponential;

  SoftmaxRows(
      WorkerPool pool,
      Form<RowReductions> reductions,
      RowKernels kernels,
      Operand input,
      int axis) {
    Shape shape = input.type().shape();
    this.pool = pool;
    this.reductionsForm = reductions;
    this.reductions = reductions.now();
    x = ((FloatMemory) input.memory()).array();
    xStart = Math.toIntExact(input.offset());
    length = shape.dim(axis);
    stride = Math.toIntExact(shape.slice(axis + 1, shape.rank()).elementCount());
    rows = length == 0 ? 0 : Math.toIntExact(input.elementCount()) / length;
    int rowsInPart = Math.max(1, PART_ELEMENTS / Math.max(1, length));
    rowsAPart = Math.max(rowsInPart, (rows + MOST_PARTS - 1) / MOST_PARTS);
    parts = (rows + rowsAPart - 1) / rowsAPart;
    pitch = length + OwnLines.GAP;
    lanes = OwnLines.floats(parts, RowReductions.LANES);
    offsets = OwnLines.ints(parts, 3);
    gathered = stride == 1 ? x : new float[parts * pitch];
    maxima = new float[parts * OwnLines.GAP];
    exponential = new float[parts * pitch];
    Expr shifted = Expr.input(0).minus(Expr.input(1)).exp();
    RowSpec spec =
        new RowSpec(
            List.of(Kind.FLOAT, Kind.FLOAT), List.of(false, true), Lowering.of(List.of(shifted)));
    exponentialsForm = kernels.bind(spec, gathered, maxima, exponential);
    exponentials = exponentialsForm.now();
    cost = spec.cost();
  }

  @Override
  public void run() {
    long elements = (long) rows * length;
    reductions = reductionsForm.next(2 * elements);
    exponentials = exponentialsForm.next(cost * elements);
    pool.run(task, parts);
  }

  private void part(int part) {
    int end = Math.min(rows, (part + 1) * rowsAPart);
    for (int row = part * rowsAPart; row < end; row++) {
      row(part, row);
    }
  }

  private void row(int part, int row) {
    int start = row / stride * length * stride + row % stride;
    int at = xStart + start;
    if (stride > 1) {
      at = part * pitch;
      for (int i = 0; i < length; i++) {
        gathered[at + i] = x[xStart + start + i * stride];
      }
    }
    float max = reductions.reduce(Reduce.Kind.MAX, gathered, at, length, lanes[part]);
    maxima[part * OwnLines.GAP] = max;
    int[] offset = offsets[part];
    offset[0] = at;
    offset[1] = part * OwnLines.GAP;
    offset[2] = part * pitch;
    exponentials.run(offset, length);
    float sum = reductions.reduce(Reduce.Kind.SUM, exponential, part * pitch, length, lanes[part]);
    finish(row, start, gathered, at, max, exponential, part * pitch, sum);
  }

  /**
   * Makes the results of a row.
   *
   * @param row its number
   * @param start its first element, relative to that of x; the others are {@link #stride} apart
   * @param values holds x, contiguous, from {@code valuesAt} on
   * @param exponential holds exp(x - max) from {@code exponentialAt} on
   */
  protected abstract void finish(
      int row,
      int start,
      float[] values,
      int valuesAt,
      float max,
      float[] exponential,
      int exponentialAt,
      float sum);

  /** The logarithm of a sum, rounded from float64. */
  protected static float log(float sum) {
    return (float) Math.log(sum);
  }
}

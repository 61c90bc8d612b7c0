package io.deltarule.cpu.recurrent;

import io.deltarule.backend.Kernel;
import io.deltarule.backend.Operands;
import io.deltarule.cpu.lower.Kind;
import io.deltarule.cpu.lower.Lowering;
import io.deltarule.cpu.matmul.MicroKernels;
import io.deltarule.cpu.matmul.ResidentProduct;
import io.deltarule.cpu.parallel.OwnLines;
import io.deltarule.cpu.parallel.ParallelTask;
import io.deltarule.cpu.parallel.WorkerPool;
import io.deltarule.cpu.pointwise.RowKernel;
import io.deltarule.cpu.pointwise.RowKernels;
import io.deltarule.cpu.pointwise.RowSpec;
import io.deltarule.cpu.warmup.Form;
import io.deltarule.expr.Expr;
import io.deltarule.op.RecurrenceGradient;
import io.deltarule.op.RecurrentCell;
import io.deltarule.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The adjoint of a recurrence, from its last step to its first. A part of a step is some hidden
 * units of some rows: what the later step's gates give their state is added to what the state
 * carries beside them, and the cell's adjoint follows row by row. The carried gradients lie where
 * those of the initial states will: at the end they are.
 */
public final class RecurrenceGradientKernel implements Kernel {
  private final WorkerPool pool;
  private final RecurrentCell cell;
  private final Steps steps;
  private final int batch;
  private final int hidden;
  private final int gates;
  private final ResidentProduct product;
  private final StepParts parts;

  private final Floats dy;
  private final Floats[] last;
  private final Floats weight;
  private final Floats y;
  private final Floats saved;
  private final Floats inner;
  private final Floats[] initial;
  private final Floats dx;
  private final Floats dp;
  private final Floats[] carried;

  /** The gradient of h through the later step's product [B, stride]. */
  private final float[] products;

  private final float[][] later;
  private final Form<RowKernel> firstForm;
  private final Form<RowKernel> laterForm;

  /** What a hidden unit of a row takes. */
  private int elementCost;

  private RowKernel firstStep;
  private RowKernel laterStep;
  private final int[][] offsets;
  private final ParallelTask packing = this::pack;
  private final ParallelTask step = this::step;
  private final ParallelTask allSteps = this::allSteps;
  private final ParallelTask end = this::end;
  private int number;

  public RecurrenceGradientKernel(
      WorkerPool pool,
      MicroKernels kernels,
      RowKernels rows,
      RecurrenceGradient op,
      Operands operands) {
    this.pool = pool;
    cell = op.cell();
    Shape shape = operands.input(0).type().shape();
    batch = shape.dim(1);
    hidden = shape.dim(2);
    gates = cell.gates();
    int states = cell.states();
    int outputs = operands.outputs().size();
    dy = Floats.of(operands.input(0));
    weight = Floats.of(operands.input(op.weight()));
    y = Floats.of(operands.input(op.weight() + 1));
    saved = Floats.of(operands.input(op.saved()));
    inner = cell.saves() ? Floats.of(operands.input(op.inner())) : y;
    dx = Floats.of(operands.output(0));
    dp = Floats.of(operands.output(outputs - states - 1));
    last = new Floats[states];
    initial = new Floats[states];
    carried = new Floats[states];
    for (int s = 0; s < states; s++) {
      last[s] = Floats.of(operands.input(1 + s));
      initial[s] = Floats.of(operands.input(op.initial() + s));
      carried[s] = Floats.of(operands.output(outputs - states + s));
    }
    steps =
        operands.inputs().size() > op.lengths()
            ? new Steps(shape.dim(0), op.reverse(), operands.input(op.lengths()))
            : new Steps(shape.dim(0), op.reverse());
    long weights = (long) gates * hidden * hidden;
    long work = batch * weights;
    int rowGroups = StepParts.rowGroups(batch, weights, work * steps.count(), pool.threads());
    product =
        new ResidentProduct(kernels, pool.threads(), batch, rowGroups, gates * hidden, 1, hidden);
    parts = new StepParts(product, batch, hidden, rowGroups, work, pool.threads());
    products = new float[Math.multiplyExact(batch, parts.stride())];
    later = new float[][] {product.newRows(), product.newRows()};
    firstForm = bind(rows, true);
    laterForm = bind(rows, false);
    offsets = OwnLines.ints(parts.parts(), operandCount());
  }

  /**
   * The adjoint over a row: the product, the output's gradient, the carried gradients, what was
   * saved, the state before that the cell uses; then the gates of the input, those of the product
   * where they differ, and what is carried on.
   */
  private Form<RowKernel> bind(RowKernels rows, boolean isFirst) {
    List<Object> arrays = new ArrayList<>(List.of(products, dy.array()));
    List<Expr> upstream = new ArrayList<>();
    for (Floats carry : carried) {
      upstream.add(Expr.input(arrays.size()));
      arrays.add(carry.array());
    }
    upstream.set(0, upstream.get(0).plus(Expr.input(0)).plus(Expr.input(1)));
    List<Expr> values = new ArrayList<>();
    for (int g = 0; g < gates; g++) {
      values.add(Expr.input(arrays.size()));
      arrays.add(saved.array());
    }
    if (cell.saves()) {
      values.add(Expr.input(arrays.size()));
      arrays.add(inner.array());
    }
    List<Expr> before = new ArrayList<>(Collections.nCopies(cell.states(), Expr.ZERO));
    for (int s = 0; s < cell.states(); s++) {
      if (cell.uses(s)) {
        before.set(s, Expr.input(arrays.size()));
        arrays.add(isFirst ? initial[s].array() : later(s).array());
      }
    }
    int inputs = arrays.size();
    RecurrentCell.Adjoint adjoint = cell.adjoint(upstream, values, before);
    List<Expr> results = new ArrayList<>(adjoint.gates());
    arrays.addAll(Collections.nCopies(gates, dx.array()));
    if (cell.hasProductBias()) {
      results.addAll(adjoint.products());
      arrays.addAll(Collections.nCopies(gates, dp.array()));
    }
    results.addAll(adjoint.states());
    for (Floats carry : carried) {
      arrays.add(carry.array());
    }
    RowSpec spec =
        new RowSpec(
            Collections.nCopies(inputs, Kind.FLOAT),
            Collections.nCopies(inputs, false),
            Lowering.of(results));
    elementCost = spec.cost();
    return rows.bind(spec, arrays.toArray());
  }

  private int operandCount() {
    int count = 2 + 2 * cell.states() + gates * (cell.hasProductBias() ? 3 : 2);
    count += cell.saves() ? 1 : 0;
    for (int s = 0; s < cell.states(); s++) {
      count += cell.uses(s) ? 1 : 0;
    }
    return count;
  }

  @Override
  public void run() {
    product.begin(steps.count());
    long stepCost = (long) batch * hidden * elementCost;
    firstStep = firstForm.next(stepCost);
    laterStep = laterForm.next(stepCost * Math.max(0, steps.count() - 1));
    pool.run(packing, product.panels());
    Arrays.fill(later[0], 0);
    for (int s = 0; s < carried.length; s++) {
      System.arraycopy(
          last[s].array(), last[s].start(), carried[s].array(), carried[s].start(), batch * hidden);
    }
    if (parts.areIndependent()) {
      pool.run(allSteps, parts.parts());
    } else {
      for (number = 0; number < steps.count(); number++) {
        pool.run(step, parts.parts());
      }
      pool.run(end, parts.parts());
    }
  }

  private void pack(int panel) {
    product.pack(weight.array(), weight.start(), false, 0, panel, hidden);
  }

  private void allSteps(int part) {
    for (int n = 0; n < steps.count(); n++) {
      step(part, n);
    }
    end(part, steps.count());
  }

  private void step(int part) {
    step(part, number);
  }

  private void step(int part, int n) {
    multiply(part, later[n & 1]);
    float[] after = later[(n + 1) & 1];
    int t = steps.time(steps.count() - 1 - n);
    int from = parts.from(part);
    int count = parts.to(part) - from;
    for (int b = parts.firstRow(part); b < parts.endRow(part); b++) {
      if (steps.takes(b, t)) {
        cell(offsets[part], t, b, from, count, after);
      } else {
        skip(t, b, from, count, after);
      }
    }
  }

  private void end(int part) {
    end(part, number);
  }

  private void end(int part, int n) {
    multiply(part, later[n & 1]);
    int from = parts.from(part);
    for (int b = parts.firstRow(part); b < parts.endRow(part); b++) {
      carry(b, from, parts.to(part) - from);
    }
  }

  /** What comes through the later step's product. */
  private void multiply(int part, float[] gradients) {
    int worker = pool.worker();
    for (int panel = parts.firstPanel(part); panel < parts.endPanel(part); panel++) {
      product.multiply(
          worker,
          gradients,
          parts.firstRowPanel(part),
          parts.endRowPanel(part),
          0,
          panel,
          products,
          parts.column(panel),
          parts.stride());
    }
  }

  private void cell(int[] at, int t, int b, int from, int count, float[] after) {
    int row = t * batch + b;
    int state = b * hidden + from;
    boolean isFirst = steps.isFirst(b, t);
    int next = 0;
    at[next++] = b * parts.stride() + from;
    at[next++] = dy.start() + row * hidden + from;
    for (Floats carry : carried) {
      at[next++] = carry.start() + state;
    }
    for (int g = 0; g < gates; g++) {
      at[next++] = saved.start() + (row * gates + g) * hidden + from;
    }
    if (cell.saves()) {
      at[next++] = inner.start() + row * hidden + from;
    }
    for (int s = 0; s < cell.states(); s++) {
      if (cell.uses(s)) {
        at[next++] =
            isFirst
                ? initial[s].start() + state
                : later(s).start() + (steps.before(t) * batch + b) * hidden + from;
      }
    }
    for (int g = 0; g < gates; g++) {
      at[next++] = dx.start() + (row * gates + g) * hidden + from;
    }
    for (int g = 0; g < gates && cell.hasProductBias(); g++) {
      at[next++] = dp.start() + (row * gates + g) * hidden + from;
    }
    for (Floats carry : carried) {
      at[next++] = carry.start() + state;
    }
    (isFirst ? firstStep : laterStep).run(at, count);
    for (int g = 0; g < gates; g++) {
      int gate = dp.start() + (row * gates + g) * hidden + from;
      product.put(after, b, g * hidden + from, dp.array(), gate, count);
    }
  }

  /** Where a state after a step lies. */
  private Floats later(int s) {
    return s == 0 ? y : inner;
  }

  /** A step that a row does not take passes the gradient of its state on. */
  private void skip(int t, int b, int from, int count, float[] after) {
    carry(b, from, count);
    for (int g = 0; g < gates; g++) {
      int gate = ((t * batch + b) * gates + g) * hidden + from;
      Arrays.fill(dx.array(), dx.start() + gate, dx.start() + gate + count, 0);
      Arrays.fill(dp.array(), dp.start() + gate, dp.start() + gate + count, 0);
      product.clear(after, b, g * hidden + from, count);
    }
  }

  private void carry(int b, int from, int count) {
    float[] carry = carried[0].array();
    int at = carried[0].start() + b * hidden + from;
    int product = b * parts.stride() + from;
    for (int i = 0; i < count; i++) {
      carry[at + i] += products[product + i];
    }
  }
}

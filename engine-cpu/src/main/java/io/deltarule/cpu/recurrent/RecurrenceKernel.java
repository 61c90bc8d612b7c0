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
import io.deltarule.op.Recurrence;
import io.deltarule.op.RecurrentCell;
import io.deltarule.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * A recurrence, step by step. A part of a step is some hidden units of some rows: their products
 * with the weights, and then the cell, row by row. The state's panels for the next step are written
 * as it comes out; there are two of them, because other parts still read this step's.
 */
public final class RecurrenceKernel implements Kernel {
  private final WorkerPool pool;
  private final RecurrentCell cell;
  private final Steps steps;
  private final int batch;
  private final int hidden;
  private final int gates;
  private final ResidentProduct product;
  private final StepParts parts;

  private final Floats x;
  private final Floats weight;
  private final Floats[] initial;
  private final Floats bias;
  private final Floats y;
  private final Floats[] last;
  private final Floats saved;
  private final Floats inner;

  /** The products of each gate [G, B, stride]. */
  private final float[] products;

  private final float[][] state;
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
  private int number;

  public RecurrenceKernel(
      WorkerPool pool, MicroKernels kernels, RowKernels rows, Recurrence op, Operands operands) {
    this.pool = pool;
    cell = op.cell();
    Shape shape = operands.output().type().shape();
    batch = shape.dim(1);
    hidden = shape.dim(2);
    gates = cell.gates();
    int states = cell.states();
    x = Floats.of(operands.input(0));
    weight = Floats.of(operands.input(1));
    initial = new Floats[states];
    last = new Floats[states];
    for (int s = 0; s < states; s++) {
      initial[s] = Floats.of(operands.input(2 + s));
      last[s] = Floats.of(operands.output(1 + s));
    }
    int fixed = 2 + states + (cell.hasProductBias() ? 1 : 0);
    bias = cell.hasProductBias() ? Floats.of(operands.input(fixed - 1)) : null;
    steps =
        operands.inputs().size() > fixed
            ? new Steps(shape.dim(0), op.reverse(), operands.input(fixed))
            : new Steps(shape.dim(0), op.reverse());
    y = Floats.of(operands.output());
    saved = cell.saves() ? Floats.of(operands.output(1 + states)) : y;
    inner = cell.saves() ? Floats.of(operands.output(2 + states)) : y;
    long weights = (long) gates * hidden * hidden;
    long work = batch * weights;
    int rowGroups = StepParts.rowGroups(batch, weights, work * steps.count(), pool.threads());
    product = new ResidentProduct(kernels, pool.threads(), batch, rowGroups, hidden, gates, hidden);
    parts = new StepParts(product, batch, hidden, rowGroups, work, pool.threads());
    products = new float[Math.multiplyExact(gates * batch, parts.stride())];
    state = new float[][] {product.newRows(), product.newRows()};
    firstForm = bind(rows, true);
    laterForm = bind(rows, false);
    offsets = OwnLines.ints(parts.parts(), operandCount());
  }

  /**
   * The cell over a row: input and product of each gate, the bias, the state before that it uses;
   * then h and what is saved.
   */
  private Form<RowKernel> bind(RowKernels rows, boolean isFirst) {
    List<Object> arrays = new ArrayList<>();
    List<Expr> fromInput = new ArrayList<>();
    List<Expr> fromProduct = new ArrayList<>();
    for (int g = 0; g < gates; g++) {
      fromInput.add(Expr.input(arrays.size()));
      arrays.add(x.array());
      fromProduct.add(Expr.input(arrays.size()));
      arrays.add(products);
    }
    if (bias != null) {
      Expr product = fromProduct.get(gates - 1);
      fromProduct.set(gates - 1, product.plus(Expr.input(arrays.size())));
      arrays.add(bias.array());
    }
    List<Expr> before = new ArrayList<>(Collections.nCopies(cell.states(), Expr.ZERO));
    for (int s = 0; s < cell.states(); s++) {
      if (cell.uses(s)) {
        before.set(s, Expr.input(arrays.size()));
        arrays.add(isFirst ? initial[s].array() : later(s).array());
      }
    }
    List<Expr> all = cell.step(fromInput, fromProduct, before);
    List<Expr> results = new ArrayList<>(List.of(all.get(0)));
    results.addAll(all.subList(cell.states(), all.size()));
    int inputs = arrays.size();
    arrays.add(y.array());
    if (cell.saves()) {
      arrays.addAll(Collections.nCopies(gates, saved.array()));
      arrays.add(inner.array());
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
    int count = 2 * gates + (bias == null ? 0 : 1) + 1 + (cell.saves() ? gates + 1 : 0);
    for (int s = 0; s < cell.states(); s++) {
      count += cell.uses(s) ? 1 : 0;
    }
    return count;
  }

  /** Where a state after a step lies: h in the output, c among what is saved. */
  private Floats later(int s) {
    return s == 0 ? y : inner;
  }

  private int laterAt(int s, int row) {
    return later(s).start() + row * hidden;
  }

  @Override
  public void run() {
    product.begin(steps.count());
    long stepCost = (long) batch * hidden * elementCost;
    firstStep = firstForm.next(stepCost);
    laterStep = laterForm.next(stepCost * Math.max(0, steps.count() - 1));
    pool.run(packing, gates * product.panels());
    for (int b = 0; b < batch; b++) {
      product.put(state[0], b, 0, initial[0].array(), initial[0].start() + b * hidden, hidden);
    }
    if (parts.areIndependent()) {
      pool.run(allSteps, parts.parts());
    } else {
      for (number = 0; number < steps.count(); number++) {
        pool.run(step, parts.parts());
      }
    }
    for (int b = 0; b < batch; b++) {
      finish(b);
    }
  }

  private void pack(int part) {
    int panels = product.panels();
    product.pack(
        weight.array(), weight.start(), true, part / panels, part % panels, gates * hidden);
  }

  private void allSteps(int part) {
    for (int n = 0; n < steps.count(); n++) {
      step(part, n);
    }
  }

  private void step(int part) {
    step(part, number);
  }

  private void step(int part, int n) {
    int t = steps.time(n);
    float[] before = state[n & 1];
    float[] after = state[(n + 1) & 1];
    int firstRow = parts.firstRowPanel(part);
    int endRow = parts.endRowPanel(part);
    int worker = pool.worker();
    for (int g = 0; g < gates; g++) {
      for (int panel = parts.firstPanel(part); panel < parts.endPanel(part); panel++) {
        int at = g * batch * parts.stride() + parts.column(panel);
        product.multiply(worker, before, firstRow, endRow, g, panel, products, at, parts.stride());
      }
    }
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

  private void cell(int[] at, int t, int b, int from, int count, float[] after) {
    int row = t * batch + b;
    boolean isFirst = steps.isFirst(b, t);
    int next = 0;
    for (int g = 0; g < gates; g++) {
      at[next++] = x.start() + (row * gates + g) * hidden + from;
      at[next++] = (g * batch + b) * parts.stride() + from;
    }
    if (bias != null) {
      at[next++] = bias.start() + from;
    }
    for (int s = 0; s < cell.states(); s++) {
      if (cell.uses(s)) {
        int before =
            isFirst ? initial[s].start() + b * hidden : laterAt(s, steps.before(t) * batch + b);
        at[next++] = before + from;
      }
    }
    int output = y.start() + row * hidden + from;
    at[next++] = output;
    if (cell.saves()) {
      for (int g = 0; g < gates; g++) {
        at[next++] = saved.start() + (row * gates + g) * hidden + from;
      }
      at[next++] = inner.start() + row * hidden + from;
    }
    (isFirst ? firstStep : laterStep).run(at, count);
    product.put(after, b, from, y.array(), output, count);
  }

  /** Outputs of 0; a row that has not begun still has its initial state. */
  private void skip(int t, int b, int from, int count, float[] after) {
    int row = t * batch + b;
    int at = y.start() + row * hidden + from;
    Arrays.fill(y.array(), at, at + count, 0);
    if (cell.saves()) {
      for (int g = 0; g < gates; g++) {
        int gate = saved.start() + (row * gates + g) * hidden + from;
        Arrays.fill(saved.array(), gate, gate + count, 0);
      }
      int to = inner.start() + row * hidden + from;
      Arrays.fill(inner.array(), to, to + count, 0);
    }
    int h = initial[0].start() + b * hidden + from;
    product.put(after, b, from, initial[0].array(), h, count);
  }

  private void finish(int b) {
    int t = steps.last(b);
    for (int s = 0; s < cell.states(); s++) {
      Floats source = t < 0 ? initial[s] : later(s);
      int at = t < 0 ? initial[s].start() + b * hidden : laterAt(s, t * batch + b);
      System.arraycopy(source.array(), at, last[s].array(), last[s].start() + b * hidden, hidden);
    }
  }
}

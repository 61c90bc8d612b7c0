package io.deltarule.cuda.kernels;

import io.deltarule.backend.Kernel;
import io.deltarule.backend.Operand;
import io.deltarule.backend.Operands;
import io.deltarule.cuda.blas.BlasMatMul;
import io.deltarule.cuda.driver.CudaContext;
import io.deltarule.cuda.driver.CudaMemory;
import io.deltarule.cuda.driver.DeviceCopy;
import io.deltarule.cuda.driver.DeviceFill;
import io.deltarule.cuda.pointwise.PointwiseKernels;
import io.deltarule.expr.Expr;
import io.deltarule.graph.TensorType;
import io.deltarule.op.MatMul;
import io.deltarule.op.Recurrence;
import io.deltarule.op.RecurrenceGradient;
import io.deltarule.op.RecurrentCell;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Recurrences, two launches a step: the product of the state with the recurrent weights, by cuBLAS,
 * and the cell over all hidden units, a generated kernel. The state lies where the final states
 * will; the steps of a captured graph are replayed without the host.
 */
final class RecurrenceKernels {
  private final CudaContext context;
  private final BlasMatMul matMul;
  private final PointwiseKernels pointwise;

  RecurrenceKernels(CudaContext context, BlasMatMul matMul, PointwiseKernels pointwise) {
    this.context = context;
    this.matMul = matMul;
    this.pointwise = pointwise;
  }

  /** Bytes for a step's product, and for the numbers of the steps if lengths vary. */
  static long scratchBytes(Recurrence op, List<TensorType> inputs) {
    Shape x = inputs.get(0).shape();
    return scratchBytes(x, x.dim(2), inputs.size() > fixedInputs(op.cell()));
  }

  /** The same for the gradient. */
  static long scratchBytes(RecurrenceGradient op, List<TensorType> inputs) {
    Shape y = inputs.get(0).shape();
    return scratchBytes(y, y.dim(2), inputs.size() > op.lengths());
  }

  private static long scratchBytes(Shape sequence, int columns, boolean masked) {
    if (sequence.elementCount() == 0) {
      return 0;
    }
    long numbers = masked ? sequence.dim(0) : 0;
    return ((long) sequence.dim(1) * columns + numbers) * Float.BYTES;
  }

  private static int fixedInputs(RecurrentCell cell) {
    return 2 + cell.states() + (cell.hasProductBias() ? 1 : 0);
  }

  Kernel forward(Recurrence op, Operands operands) {
    return Assembly.of(
        context,
        assembly -> {
          RecurrentCell cell = op.cell();
          Operand x = operands.input(0);
          Shape shape = x.type().shape();
          for (int s = 0; s < cell.states(); s++) {
            assembly.add(new DeviceCopy(context, operands.input(2 + s), operands.output(1 + s)));
          }
          if (shape.elementCount() == 0) {
            return;
          }
          Scratch scratch = Scratch.of(assembly, operands, shape.dim(2), fixedInputs(cell));
          Operand product = scratch.product;
          for (int n = 0; n < shape.dim(0); n++) {
            int t = op.reverse() ? shape.dim(0) - 1 - n : n;
            Operands factors =
                new Operands(
                    operands.label(),
                    List.of(operands.output(1), operands.input(1)),
                    List.of(product));
            assembly.add(matMul.create(new MatMul(false, true), factors));
            assembly.add(step(cell, operands, scratch, t));
          }
        });
  }

  private Kernel step(RecurrentCell cell, Operands operands, Scratch scratch, int t) {
    Shape shape = operands.output().type().shape();
    int gates = cell.gates();
    int states = cell.states();
    StepViews views = new StepViews(shape.dim(1), shape.dim(2));
    List<Expr> x = new ArrayList<>();
    List<Expr> p = new ArrayList<>();
    for (int g = 0; g < gates; g++) {
      x.add(views.input(operands.input(0), t, gates, g));
      p.add(views.input(scratch.product, 0, gates, g));
    }
    if (cell.hasProductBias()) {
      p.set(gates - 1, p.get(gates - 1).plus(views.row(operands.input(2 + states))));
    }
    List<Expr> before = new ArrayList<>();
    for (int s = 0; s < states; s++) {
      before.add(views.input(operands.output(1 + s), 0, 1, 0));
    }
    Optional<Expr> takes = scratch.numbers.map(all -> views.takes(all, t));
    List<Expr> all = cell.step(x, p, before);
    views.output(unless(takes, all.get(0), Expr.ZERO), operands.output(), t, 1, 0);
    for (int s = 0; s < states; s++) {
      views.output(unless(takes, all.get(s), before.get(s)), operands.output(1 + s), 0, 1, 0);
    }
    if (cell.saves()) {
      for (int g = 0; g < gates; g++) {
        Expr gate = unless(takes, all.get(states + g), Expr.ZERO);
        views.output(gate, operands.output(1 + states), t, gates, g);
      }
      Expr inner = unless(takes, all.get(states + gates), Expr.ZERO);
      views.output(inner, operands.output(2 + states), t, 1, 0);
    }
    return views.launch(pointwise, operands);
  }

  Kernel gradient(RecurrenceGradient op, Operands operands) {
    return Assembly.of(
        context,
        assembly -> {
          RecurrentCell cell = op.cell();
          Shape shape = operands.input(0).type().shape();
          int states = cell.states();
          int outputs = operands.outputs().size();
          for (int s = 0; s < states; s++) {
            Operand carried = operands.output(outputs - states + s);
            assembly.add(new DeviceCopy(context, operands.input(1 + s), carried));
          }
          if (shape.elementCount() == 0) {
            return;
          }
          Scratch scratch = Scratch.of(assembly, operands, shape.dim(2), op.lengths());
          Operand product = scratch.product;
          assembly.add(new DeviceFill(context, product));
          for (int n = shape.dim(0) - 1; n >= 0; n--) {
            int t = op.reverse() ? shape.dim(0) - 1 - n : n;
            assembly.add(adjoint(op, operands, scratch, t));
            Operands factors =
                new Operands(
                    operands.label(),
                    List.of(
                        at(operands.output(outputs - states - 1), t), operands.input(op.weight())),
                    List.of(product));
            assembly.add(matMul.create(new MatMul(false, false), factors));
          }
          StepViews views = new StepViews(shape.dim(1), shape.dim(2));
          Operand first = operands.output(outputs - states);
          Expr sum = views.input(first, 0, 1, 0).plus(views.input(product, 0, 1, 0));
          views.output(sum, first, 0, 1, 0);
          assembly.add(views.launch(pointwise, operands));
        });
  }

  private Kernel adjoint(RecurrenceGradient op, Operands operands, Scratch scratch, int t) {
    RecurrentCell cell = op.cell();
    Shape shape = operands.input(0).type().shape();
    int states = cell.states();
    int outputs = operands.outputs().size();
    StepViews views = new StepViews(shape.dim(1), shape.dim(2));
    List<Expr> carried = new ArrayList<>();
    for (int s = 0; s < states; s++) {
      carried.add(views.input(operands.output(outputs - states + s), 0, 1, 0));
    }
    carried.set(0, carried.get(0).plus(views.input(scratch.product, 0, 1, 0)));
    List<Expr> upstream = new ArrayList<>(carried);
    upstream.set(0, carried.get(0).plus(views.input(operands.input(0), t, 1, 0)));
    List<Expr> saved = new ArrayList<>();
    for (int g = 0; g < cell.gates(); g++) {
      saved.add(views.input(operands.input(op.saved()), t, cell.gates(), g));
    }
    if (cell.saves()) {
      saved.add(views.input(operands.input(op.inner()), t, 1, 0));
    }
    Optional<Expr> takes = scratch.numbers.map(all -> views.takes(all, t));
    List<Expr> before = new ArrayList<>();
    for (int s = 0; s < states; s++) {
      before.add(cell.uses(s) ? before(op, operands, views, scratch, t, s) : Expr.ZERO);
    }
    RecurrentCell.Adjoint adjoint = cell.adjoint(upstream, saved, before);
    for (int g = 0; g < cell.gates(); g++) {
      Expr gate = unless(takes, adjoint.gates().get(g), Expr.ZERO);
      views.output(gate, operands.output(), t, cell.gates(), g);
      if (cell.hasProductBias()) {
        Expr ofProduct = unless(takes, adjoint.products().get(g), Expr.ZERO);
        views.output(ofProduct, operands.output(1), t, cell.gates(), g);
      }
    }
    for (int s = 0; s < states; s++) {
      Expr next = unless(takes, adjoint.states().get(s), carried.get(s));
      views.output(next, operands.output(outputs - states + s), 0, 1, 0);
    }
    return views.launch(pointwise, operands);
  }

  /** The state before a step: the initial one, or where the step before has left it. */
  private static Expr before(
      RecurrenceGradient op, Operands operands, StepViews views, Scratch scratch, int t, int s) {
    int earlier = op.reverse() ? t + 1 : t - 1;
    Expr initial = views.input(operands.input(op.initial() + s), 0, 1, 0);
    if (earlier < 0 || earlier >= operands.input(0).type().shape().dim(0)) {
      return initial;
    }
    int states = s == 0 ? op.weight() + 1 : op.inner();
    Expr later = views.input(operands.input(states), earlier, 1, 0);
    // Forwards, a row that takes a step has taken the one before.
    Optional<Expr> took =
        op.reverse() ? scratch.numbers.map(all -> views.takes(all, earlier)) : Optional.empty();
    return unless(took, later, initial);
  }

  private static Expr unless(Optional<Expr> condition, Expr value, Expr otherwise) {
    return condition.map(c -> Expr.select(c, value, otherwise)).orElse(value);
  }

  /** One step of a sequence. */
  private static Operand at(Operand sequence, int t) {
    Shape step = sequence.type().shape().slice(1, 3);
    return new Operand(
        sequence.memory(),
        sequence.offset() + t * step.elementCount(),
        sequence.type().withShape(step));
  }

  /**
   * Memory of a recurrence beside its operands, in one piece: a step's product, and if lengths vary
   * the numbers 0, 1, ... of the steps. The text of a step's kernel has no number in it, so that
   * all steps share it.
   *
   * @param product [B, columns]
   */
  private record Scratch(Operand product, Optional<Numbers> numbers) {
    static Scratch of(Assembly assembly, Operands operands, int columns, int lengths) {
      Shape sequence = operands.input(0).type().shape();
      boolean masked = operands.inputs().size() > lengths;
      long bytes = scratchBytes(sequence, columns, masked);
      CudaMemory memory = assembly.scratch(DType.FLOAT32, bytes / Float.BYTES);
      Shape shape = Shape.of(sequence.dim(1), columns);
      Operand product = new Operand(memory, 0, new TensorType(DType.FLOAT32, shape));
      if (!masked) {
        return new Scratch(product, Optional.empty());
      }
      float[] times = new float[sequence.dim(0)];
      for (int t = 0; t < times.length; t++) {
        times[t] = t;
      }
      memory.write(shape.elementCount(), times, 0, times.length);
      TensorType type = new TensorType(DType.FLOAT32, Shape.of(times.length));
      Operand numbers = new Operand(memory, shape.elementCount(), type);
      return new Scratch(product, Optional.of(new Numbers(operands.input(lengths), numbers)));
    }
  }

  /** The lengths [B] of the rows, and the numbers of the steps. */
  record Numbers(Operand lengths, Operand times) {}
}

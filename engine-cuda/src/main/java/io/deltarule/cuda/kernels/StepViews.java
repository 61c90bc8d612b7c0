package io.deltarule.cuda.kernels;

import io.deltarule.backend.Kernel;
import io.deltarule.backend.Operand;
import io.deltarule.backend.Operands;
import io.deltarule.cuda.pointwise.PointwiseKernels;
import io.deltarule.cuda.pointwise.View;
import io.deltarule.expr.Expr;
import io.deltarule.expr.ScalarType;
import io.deltarule.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * The pointwise kernel of one step of a recurrence, in the making: what it reads and writes of
 * sequences [T, B, P H], of which a step [B, H] sees one part, and of states [B, H].
 */
final class StepViews {
  private final int batch;
  private final int hidden;
  private final List<View> inputs = new ArrayList<>();
  private final List<View> outputs = new ArrayList<>();
  private final List<Expr> expressions = new ArrayList<>();

  StepViews(int batch, int hidden) {
    this.batch = batch;
    this.hidden = hidden;
  }

  /** Part number {@code part} of {@code parts} of a step of a sequence. */
  Expr input(Operand operand, int step, int parts, int part) {
    return read(view(operand, step, parts, part), ScalarType.FLOAT);
  }

  /** A row [H], the same for all of the batch. */
  Expr row(Operand operand) {
    return read(new View(operand, 0, new long[] {0, 1}), ScalarType.FLOAT);
  }

  /** Whether a row of the batch takes a step. */
  Expr takes(RecurrenceKernels.Numbers numbers, int step) {
    Expr time = read(new View(numbers.times(), step, new long[] {0, 0}), ScalarType.FLOAT);
    Expr length = read(new View(numbers.lengths(), 0, new long[] {1, 0}), ScalarType.INT);
    return time.lt(length.toFloat());
  }

  private Expr read(View view, ScalarType type) {
    inputs.add(view);
    return Expr.input(inputs.size() - 1, type);
  }

  /** Writes an expression. */
  void output(Expr expression, Operand operand, int step, int parts, int part) {
    expressions.add(expression);
    outputs.add(view(operand, step, parts, part));
  }

  private View view(Operand operand, int step, int parts, int part) {
    long width = (long) parts * hidden;
    long start = (long) step * batch * width + (long) part * hidden;
    return new View(operand, start, new long[] {width, 1});
  }

  Kernel launch(PointwiseKernels pointwise, Operands what) {
    return pointwise.launch(expressions, outputs, inputs, Shape.of(batch, hidden), what);
  }
}

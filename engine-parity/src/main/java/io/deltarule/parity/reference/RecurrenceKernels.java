package io.deltarule.parity.reference;

import io.deltarule.backend.Operands;
import io.deltarule.op.Recurrence;
import io.deltarule.op.RecurrenceGradient;
import io.deltarule.op.RecurrentCell;
import io.deltarule.tensor.Shape;

/**
 * Recurrences and their gradients, step by step, row by row, unit by unit. The formulas of the
 * cells stand in {@link CellFormulas}, apart from the expressions that backends print.
 */
final class RecurrenceKernels {
  private final RecurrentCell cell;
  private final boolean reverse;
  private final Rounding round;
  private final int steps;
  private final int batch;
  private final int hidden;
  private final int gates;
  private final Elements weight;
  private final Elements lengths;

  private RecurrenceKernels(
      RecurrentCell cell,
      boolean reverse,
      Rounding round,
      Shape outputs,
      Elements weight,
      Elements lengths) {
    this.cell = cell;
    this.reverse = reverse;
    this.round = round;
    this.steps = outputs.dim(0);
    this.batch = outputs.dim(1);
    this.hidden = outputs.dim(2);
    this.gates = cell.gates();
    this.weight = weight;
    this.lengths = lengths;
  }

  static void recurrence(Recurrence op, Operands operands, Rounding round) {
    RecurrentCell cell = op.cell();
    int fixed = 2 + cell.states() + (cell.hasProductBias() ? 1 : 0);
    Elements y = new Elements(operands.output());
    new RecurrenceKernels(
            cell,
            op.reverse(),
            round,
            y.shape(),
            new Elements(operands.input(1)),
            optional(operands, fixed))
        .forward(operands, y);
  }

  static void gradient(RecurrenceGradient op, Operands operands, Rounding round) {
    new RecurrenceKernels(
            op.cell(),
            op.reverse(),
            round,
            operands.input(0).type().shape(),
            new Elements(operands.input(op.weight())),
            optional(operands, op.lengths()))
        .backward(op, operands);
  }

  private static Elements optional(Operands operands, int input) {
    return operands.inputs().size() > input ? new Elements(operands.input(input)) : null;
  }

  private boolean isActive(int t, int b) {
    return lengths == null || t < lengths.get(b);
  }

  private void forward(Operands operands, Elements y) {
    int states = cell.states();
    Elements x = new Elements(operands.input(0));
    Elements bias = cell.hasProductBias() ? new Elements(operands.input(2 + states)) : null;
    Elements saved = cell.saves() ? new Elements(operands.output(1 + states)) : null;
    Elements inner = cell.saves() ? new Elements(operands.output(2 + states)) : null;
    Elements[] state = new Elements[states];
    for (int s = 0; s < states; s++) {
      state[s] = new Elements(operands.output(1 + s));
      copy(new Elements(operands.input(2 + s)), state[s]);
    }
    for (int n = 0; n < steps; n++) {
      int t = reverse ? steps - 1 - n : n;
      for (int b = 0; b < batch; b++) {
        if (isActive(t, b)) {
          row(t, b, x, bias, state, y, saved, inner);
        } else {
          clear(y, t, b, 1);
          if (cell.saves()) {
            clear(saved, t, b, gates);
            clear(inner, t, b, 1);
          }
        }
      }
    }
  }

  private void row(
      int t,
      int b,
      Elements x,
      Elements bias,
      Elements[] state,
      Elements y,
      Elements saved,
      Elements inner) {
    double[] product = new double[gates * hidden];
    for (int g = 0; g < product.length; g++) {
      for (int k = 0; k < hidden; k++) {
        double h = state[0].get(b * hidden + k);
        double term = round.applyAsDouble(h * weight.get(g * hidden + k));
        product[g] = round.applyAsDouble(product[g] + term);
      }
    }
    int row = t * batch + b;
    CellFormulas formulas = new CellFormulas(cell, round);
    for (int j = 0; j < hidden; j++) {
      double[] inputs = new double[gates];
      double[] products = new double[gates];
      for (int g = 0; g < gates; g++) {
        inputs[g] = x.get((row * gates + g) * hidden + j);
        products[g] = product[g * hidden + j];
      }
      if (bias != null) {
        products[gates - 1] = round.applyAsDouble(products[gates - 1] + bias.get(j));
      }
      double[] result = formulas.step(inputs, products, at(state, b * hidden + j));
      for (int s = 0; s < state.length; s++) {
        state[s].set(b * hidden + j, result[s]);
      }
      y.set(row * hidden + j, result[0]);
      if (cell.saves()) {
        for (int g = 0; g < gates; g++) {
          saved.set((row * gates + g) * hidden + j, result[state.length + g]);
        }
        inner.set(row * hidden + j, result[state.length + gates]);
      }
    }
  }

  private void backward(RecurrenceGradient op, Operands operands) {
    int states = cell.states();
    int outputs = operands.outputs().size();
    Elements dy = new Elements(operands.input(0));
    Elements dx = new Elements(operands.output(0));
    Elements dp = new Elements(operands.output(outputs - states - 1));
    Elements[] carried = new Elements[states];
    for (int s = 0; s < states; s++) {
      carried[s] = new Elements(operands.output(outputs - states + s));
      copy(new Elements(operands.input(1 + s)), carried[s]);
    }
    for (int n = steps - 1; n >= 0; n--) {
      int t = reverse ? steps - 1 - n : n;
      for (int b = 0; b < batch; b++) {
        if (isActive(t, b)) {
          adjointRow(op, operands, t, b, dy, dx, dp, carried);
        } else {
          clear(dx, t, b, gates);
          clear(dp, t, b, gates);
        }
      }
    }
  }

  private void adjointRow(
      RecurrenceGradient op,
      Operands operands,
      int t,
      int b,
      Elements dy,
      Elements dx,
      Elements dp,
      Elements[] carried) {
    Elements saved = new Elements(operands.input(op.saved()));
    int row = t * batch + b;
    CellFormulas formulas = new CellFormulas(cell, round);
    for (int j = 0; j < hidden; j++) {
      double[] upstream = at(carried, b * hidden + j);
      upstream[0] = round.applyAsDouble(upstream[0] + dy.get(row * hidden + j));
      double[] kept = new double[gates + 1];
      for (int g = 0; g < gates; g++) {
        kept[g] = saved.get((row * gates + g) * hidden + j);
      }
      if (cell.saves()) {
        kept[gates] = new Elements(operands.input(op.inner())).get(row * hidden + j);
      }
      double[] before = before(op, operands, t, b, j);
      double[][] adjoint = formulas.adjoint(upstream, kept, before);
      for (int g = 0; g < gates; g++) {
        dp.set((row * gates + g) * hidden + j, adjoint[1][g]);
        dx.set((row * gates + g) * hidden + j, adjoint[0][g]);
      }
      for (int s = 0; s < carried.length; s++) {
        carried[s].set(b * hidden + j, adjoint[2][s]);
      }
    }
    for (int k = 0; k < hidden; k++) {
      double sum = carried[0].get(b * hidden + k);
      for (int g = 0; g < gates * hidden; g++) {
        double term =
            round.applyAsDouble(dp.get(row * gates * hidden + g) * weight.get(g * hidden + k));
        sum = round.applyAsDouble(sum + term);
      }
      carried[0].set(b * hidden + k, sum);
    }
  }

  /** The states of a unit before a step: those after the row's step before, or the initial ones. */
  private double[] before(RecurrenceGradient op, Operands operands, int t, int b, int j) {
    int earlier = reverse ? t + 1 : t - 1;
    boolean isFirst = earlier < 0 || earlier >= steps || !isActive(earlier, b);
    double[] before = new double[cell.states()];
    for (int s = 0; s < before.length; s++) {
      if (isFirst) {
        before[s] = new Elements(operands.input(op.initial() + s)).get(b * hidden + j);
      } else {
        int row = earlier * batch + b;
        int later = s == 0 ? op.weight() + 1 : op.inner();
        before[s] = new Elements(operands.input(later)).get(row * hidden + j);
      }
    }
    return before;
  }

  private static double[] at(Elements[] elements, int index) {
    double[] values = new double[elements.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = elements[i].get(index);
    }
    return values;
  }

  private void clear(Elements elements, int t, int b, int parts) {
    int length = parts * hidden;
    for (int i = 0; i < length; i++) {
      elements.set((t * batch + b) * length + i, 0);
    }
  }

  private static void copy(Elements from, Elements to) {
    for (int i = 0; i < to.size(); i++) {
      to.set(i, from.get(i));
    }
  }
}

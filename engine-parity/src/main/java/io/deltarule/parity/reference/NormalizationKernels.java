package io.deltarule.parity.reference;

import io.deltarule.backend.Operands;
import io.deltarule.op.Moments;
import io.deltarule.op.NormalizeRows;
import io.deltarule.op.NormalizeRowsGradient;
import io.deltarule.tensor.Shape;

/** Statistics of channels, and rows normalised by their own. */
final class NormalizationKernels {
  private NormalizationKernels() {}

  /** A number for the element of a channel at an index of the tensor. */
  private interface Term {
    double of(int index);
  }

  /** The sum over a channel of x [A, C, S]. */
  private static double sum(Shape shape, int channel, Rounding round, Term term) {
    double sum = 0;
    for (int a = 0; a < shape.dim(0); a++) {
      for (int s = 0; s < shape.dim(2); s++) {
        int index = (a * shape.dim(1) + channel) * shape.dim(2) + s;
        sum = round.applyAsDouble(sum + term.of(index));
      }
    }
    return sum;
  }

  static void moments(Operands operands, Rounding round) {
    Elements x = new Elements(operands.input(0));
    Elements means = new Elements(operands.output(0));
    Elements variances = new Elements(operands.output(1));
    double length = Moments.length(x.shape());
    for (int c = 0; c < means.size(); c++) {
      double mean = round.applyAsDouble(sum(x.shape(), c, round, x::get) / length);
      double squares =
          sum(
              x.shape(),
              c,
              round,
              i -> {
                double difference = round.applyAsDouble(x.get(i) - mean);
                return round.applyAsDouble(difference * difference);
              });
      means.set(c, mean);
      variances.set(c, round.applyAsDouble(squares / length));
    }
  }

  static void centeredSums(Operands operands, Rounding round) {
    Elements g = new Elements(operands.input(0));
    Elements x = new Elements(operands.input(1));
    Elements means = new Elements(operands.input(2));
    Elements sums = new Elements(operands.output(0));
    Elements products = new Elements(operands.output(1));
    for (int c = 0; c < sums.size(); c++) {
      double mean = means.get(c);
      sums.set(c, sum(g.shape(), c, round, g::get));
      products.set(
          c,
          sum(
              g.shape(),
              c,
              round,
              i -> round.applyAsDouble(g.get(i) * round.applyAsDouble(x.get(i) - mean))));
    }
  }

  static void normalizeRows(NormalizeRows op, Operands operands, Rounding round) {
    Elements x = new Elements(operands.input(0));
    Elements y = new Elements(operands.output(0));
    int length = x.shape().dim(1);
    for (int row = 0; row < x.shape().dim(0); row++) {
      int start = row * length;
      double mean = 0;
      if (op.centered()) {
        double sum = rowSum(length, round, i -> x.get(start + i));
        mean = round.applyAsDouble(sum / length);
        new Elements(operands.output(1)).set(row, mean);
      }
      double shift = mean;
      double squares =
          rowSum(
              length,
              round,
              i -> {
                double difference = round.applyAsDouble(x.get(start + i) - shift);
                return round.applyAsDouble(difference * difference);
              });
      double variance = round.applyAsDouble(round.applyAsDouble(squares / length) + op.epsilon());
      double inverse = round.applyAsDouble(1 / round.applyAsDouble(Math.sqrt(variance)));
      new Elements(operands.output(op.centered() ? 2 : 1)).set(row, inverse);
      for (int i = 0; i < length; i++) {
        double n = round.applyAsDouble(x.get(start + i) - mean);
        double result = round.applyAsDouble(n * inverse);
        if (operands.inputs().size() > 1) {
          double weight = new Elements(operands.input(1)).get(i);
          result = round.applyAsDouble(result * weight);
        }
        if (operands.inputs().size() > 2) {
          result = round.applyAsDouble(result + new Elements(operands.input(2)).get(i));
        }
        y.set(start + i, result);
      }
    }
  }

  private static double rowSum(int length, Rounding round, Term term) {
    double sum = 0;
    for (int i = 0; i < length; i++) {
      sum = round.applyAsDouble(sum + term.of(i));
    }
    return sum;
  }

  static void normalizeRowsGradient(NormalizeRowsGradient op, Operands operands, Rounding round) {
    Elements dy = new Elements(operands.input(0));
    Elements x = new Elements(operands.input(1));
    Elements dx = new Elements(operands.output(0));
    int length = x.shape().dim(1);
    double[] dweight = new double[length];
    double[] dbias = new double[length];
    double[] g = new double[length];
    double[] n = new double[length];
    for (int row = 0; row < x.shape().dim(0); row++) {
      int start = row * length;
      double mean = op.centered() ? new Elements(operands.input(2)).get(row) : 0;
      double inverse = new Elements(operands.input(op.centered() ? 3 : 2)).get(row);
      for (int i = 0; i < length; i++) {
        n[i] = round.applyAsDouble(round.applyAsDouble(x.get(start + i) - mean) * inverse);
        g[i] = dy.get(start + i);
        if (op.weighted()) {
          double product = round.applyAsDouble(g[i] * n[i]);
          dweight[i] = round.applyAsDouble(dweight[i] + product);
          dbias[i] = round.applyAsDouble(dbias[i] + g[i]);
          int weights = operands.inputs().size() - 1;
          g[i] = round.applyAsDouble(g[i] * new Elements(operands.input(weights)).get(i));
        }
      }
      double gradients = op.centered() ? rowSum(length, round, i -> g[i]) : 0;
      double meanGradient = round.applyAsDouble(gradients / length);
      double products = rowSum(length, round, i -> round.applyAsDouble(g[i] * n[i]));
      double meanProduct = round.applyAsDouble(products / length);
      for (int i = 0; i < length; i++) {
        double rest = round.applyAsDouble(g[i] - meanGradient);
        rest = round.applyAsDouble(rest - round.applyAsDouble(n[i] * meanProduct));
        dx.set(start + i, round.applyAsDouble(rest * inverse));
      }
    }
    for (int i = 0; i < length && op.weighted(); i++) {
      new Elements(operands.output(1)).set(i, dweight[i]);
      if (op.biased()) {
        new Elements(operands.output(2)).set(i, dbias[i]);
      }
    }
  }
}

package io.deltarule.parity.reference;

import io.deltarule.op.RecurrentCell;

/**
 * What a recurrent cell computes for one hidden unit, and its adjoint, from the papers that {@link
 * RecurrentCell} names; written in numbers, so that the expressions there have something to be held
 * against.
 */
final class CellFormulas {
  private final RecurrentCell cell;
  private final Rounding round;

  CellFormulas(RecurrentCell cell, Rounding round) {
    this.cell = cell;
    this.round = round;
  }

  /** The new states, then what is saved. */
  double[] step(double[] x, double[] p, double[] before) {
    return switch (cell) {
      case TANH -> new double[] {tanh(sum(x[0], p[0]))};
      case RELU -> new double[] {Math.max(sum(x[0], p[0]), 0)};
      case LSTM -> {
        double i = logistic(sum(x[0], p[0]));
        double f = logistic(sum(x[1], p[1]));
        double g = tanh(sum(x[2], p[2]));
        double o = logistic(sum(x[3], p[3]));
        double c = sum(product(f, before[1]), product(i, g));
        yield new double[] {product(o, tanh(c)), c, i, f, g, o, c};
      }
      case GRU -> {
        double r = logistic(sum(x[0], p[0]));
        double z = logistic(sum(x[1], p[1]));
        double n = tanh(sum(x[2], product(r, p[2])));
        double h = sum(product(sum(1, -z), n), product(z, before[0]));
        yield new double[] {h, r, z, n, p[2]};
      }
    };
  }

  /** The gradients of the input's gates, of the product's, and of the states before. */
  double[][] adjoint(double[] upstream, double[] saved, double[] before) {
    double dh = upstream[0];
    return switch (cell) {
      case TANH -> {
        double[] gate = {product(dh, sum(1, -product(saved[0], saved[0])))};
        yield new double[][] {gate, gate, {0}};
      }
      case RELU -> {
        double[] gate = {saved[0] > 0 ? dh : 0};
        yield new double[][] {gate, gate, {0}};
      }
      case LSTM -> {
        double i = saved[0];
        double f = saved[1];
        double g = saved[2];
        double o = saved[3];
        double tanh = tanh(saved[4]);
        double slope = sum(1, -product(tanh, tanh));
        double dc = sum(upstream[1], product(product(dh, o), slope));
        double[] gate = {
          product(product(dc, g), slope(i)),
          product(product(dc, before[1]), slope(f)),
          product(product(dc, i), sum(1, -product(g, g))),
          product(product(dh, tanh), slope(o))
        };
        yield new double[][] {gate, gate, {0, product(dc, f)}};
      }
      case GRU -> {
        double r = saved[0];
        double z = saved[1];
        double n = saved[2];
        double dn = product(product(dh, sum(1, -z)), sum(1, -product(n, n)));
        double dr = product(product(dn, saved[3]), slope(r));
        double dz = product(product(dh, sum(before[0], -n)), slope(z));
        yield new double[][] {{dr, dz, dn}, {dr, dz, product(dn, r)}, {product(dh, z)}};
      }
    };
  }

  private double slope(double y) {
    return product(y, sum(1, -y));
  }

  private double logistic(double x) {
    return round.applyAsDouble(1 / sum(1, round.applyAsDouble(Math.exp(-x))));
  }

  private double tanh(double x) {
    return round.applyAsDouble(Math.tanh(x));
  }

  private double sum(double a, double b) {
    return round.applyAsDouble(a + b);
  }

  private double product(double a, double b) {
    return round.applyAsDouble(a * b);
  }
}

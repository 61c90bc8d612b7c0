package io.deltarule.parity.reference;

import io.deltarule.backend.Operands;
import io.deltarule.op.ArgMax;
import io.deltarule.op.Reduce;
import io.deltarule.tensor.Shape;
import java.util.Arrays;

/** Sums, sums of squares, means and extremes over axes; NaN propagates. */
final class ReduceKernels {
  private ReduceKernels() {}

  /** Every input element goes into the result at its position with the reduced axes left out. */
  static void reduce(Reduce op, Operands operands, Rounding round) {
    Elements x = new Elements(operands.input(0));
    double[] results = new double[Math.toIntExact(operands.output().elementCount())];
    Arrays.fill(
        results,
        switch (op.kind()) {
          case SUM, SUM_OF_SQUARES, MEAN -> 0;
          case MAX -> Double.NEGATIVE_INFINITY;
          case MIN -> Double.POSITIVE_INFINITY;
        });
    long[] strides = keptStrides(op, x.shape());
    for (Odometer at = new Odometer(x.shape()); at.isInside(); at.advance()) {
      int result = (int) at.dot(strides);
      double value = x.get(at.count());
      results[result] =
          switch (op.kind()) {
            case SUM, MEAN -> round.applyAsDouble(results[result] + value);
            // The square of a float32 number is exact in float64; rounded once, as by an FMA.
            case SUM_OF_SQUARES -> round.applyAsDouble(results[result] + value * value);
            case MAX -> Math.max(results[result], value);
            case MIN -> Math.min(results[result], value);
          };
    }
    Elements y = new Elements(operands.output());
    for (int i = 0; i < results.length; i++) {
      boolean mean = op.kind() == Reduce.Kind.MEAN;
      y.set(i, mean ? round.applyAsDouble(results[i] / op.length(x.shape())) : results[i]);
    }
  }

  /** For each input axis its stride in the output, 0 for those that are reduced. */
  private static long[] keptStrides(Reduce op, Shape input) {
    Shape kept = input;
    for (int axis : op.axes()) {
      kept = kept.with(axis, 1);
    }
    return Odometer.broadcastStrides(kept, input);
  }

  /** The first NaN, or else the first maximum. */
  static void argMax(ArgMax op, Operands operands) {
    Elements x = new Elements(operands.input(0));
    Elements y = new Elements(operands.output());
    long along = x.shape().strides()[op.axis()];
    long[] strides = withoutAxis(x.shape().strides(), op.axis());
    for (Odometer at = new Odometer(y.shape()); at.isInside(); at.advance()) {
      long start = at.dot(strides);
      int best = 0;
      for (int i = 1; i < x.shape().dim(op.axis()); i++) {
        if (exceeds(x.get(start + i * along), x.get(start + best * along))) {
          best = i;
        }
      }
      y.set(at.count(), best);
    }
  }

  private static boolean exceeds(double candidate, double best) {
    return candidate > best || (Double.isNaN(candidate) && !Double.isNaN(best));
  }

  static long[] withoutAxis(long[] strides, int axis) {
    long[] rest = Arrays.copyOf(strides, strides.length - 1);
    System.arraycopy(strides, axis + 1, rest, axis, strides.length - axis - 1);
    return rest;
  }
}

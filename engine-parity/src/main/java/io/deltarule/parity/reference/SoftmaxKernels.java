package io.deltarule.parity.reference;

import io.deltarule.backend.Operands;
import io.deltarule.op.LogSoftmax;
import io.deltarule.op.Softmax;

/**
 * The softmax family, by the maximum-shifted forms. A row whose maximum is infinite (all elements
 * -infinity, or one +infinity) gives NaN, as in PyTorch: the limit depends on how it is approached.
 */
final class SoftmaxKernels {
  private SoftmaxKernels() {}

  static void softmax(Softmax op, Operands operands, Rounding round) {
    Elements y = new Elements(operands.output());
    forEachRow(
        operands,
        op.axis(),
        row -> {
          double max = row.max();
          double sum = row.sumOfExp(max, round);
          for (int i = 0; i < row.length; i++) {
            y.set(row.at(i), round.applyAsDouble(row.exp(i, max, round) / sum));
          }
        });
  }

  static void logSoftmax(LogSoftmax op, Operands operands, Rounding round) {
    Elements y = new Elements(operands.output());
    forEachRow(
        operands,
        op.axis(),
        row -> {
          double max = row.max();
          double logSum = round.applyAsDouble(Math.log(row.sumOfExp(max, round)));
          for (int i = 0; i < row.length; i++) {
            double shifted = round.applyAsDouble(row.get(i) - max);
            y.set(row.at(i), round.applyAsDouble(shifted - logSum));
          }
        });
  }

  /** A label outside the classes gives loss 0; the log-sum-exp is as for any other row. */
  static void crossEntropy(Operands operands, Rounding round) {
    Elements labels = new Elements(operands.input(1));
    Elements loss = new Elements(operands.output(0));
    Elements logSumExp = new Elements(operands.output(1));
    int axis = operands.input(0).type().shape().rank() - 1;
    forEachRow(
        operands,
        axis,
        row -> {
          double max = row.max();
          double logSum = round.applyAsDouble(Math.log(row.sumOfExp(max, round)));
          int label = (int) labels.get(row.number);
          boolean valid = 0 <= label && label < row.length;
          logSumExp.set(row.number, round.applyAsDouble(max + logSum));
          // Not lse - logit: max may be so large that adding the logarithm to it loses it.
          double margin = valid ? round.applyAsDouble(max - row.get(label)) : 0;
          loss.set(row.number, valid ? round.applyAsDouble(margin + logSum) : 0);
        });
  }

  private interface RowKernel {
    void run(Row row);
  }

  /** The elements of input 0 along an axis, at one position of the other axes. */
  private record Row(Elements x, long number, long start, long stride, int length) {
    long at(int i) {
      return start + i * stride;
    }

    double get(int i) {
      return x.get(at(i));
    }

    double max() {
      double max = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < length; i++) {
        max = Math.max(max, get(i));
      }
      return max;
    }

    double exp(int i, double shift, Rounding round) {
      return round.applyAsDouble(Math.exp(round.applyAsDouble(get(i) - shift)));
    }

    double sumOfExp(double shift, Rounding round) {
      double sum = 0;
      for (int i = 0; i < length; i++) {
        sum = round.applyAsDouble(sum + exp(i, shift, round));
      }
      return sum;
    }
  }

  private static void forEachRow(Operands operands, int softmaxAxis, RowKernel kernel) {
    Elements x = new Elements(operands.input(0));
    int axis = x.shape().axis(softmaxAxis);
    int length = x.shape().dim(axis);
    long[] strides = x.shape().strides();
    strides[axis] = 0;
    for (Odometer at = new Odometer(x.shape().with(axis, 1)); at.isInside(); at.advance()) {
      kernel.run(new Row(x, at.count(), at.dot(strides), x.shape().strides()[axis], length));
    }
  }
}

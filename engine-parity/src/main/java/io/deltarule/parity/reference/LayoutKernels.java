package io.deltarule.parity.reference;

import io.deltarule.backend.Operand;
import io.deltarule.backend.Operands;
import io.deltarule.op.Concat;
import io.deltarule.op.Pad;
import io.deltarule.op.Slice;
import io.deltarule.op.Transpose;

/** Operations that move elements and compute nothing, for either element type. */
final class LayoutKernels {
  private LayoutKernels() {}

  static void copy(Operands operands) {
    Elements x = new Elements(operands.input(0));
    Elements y = new Elements(operands.output());
    for (int i = 0; i < y.size(); i++) {
      y.set(i, x.get(i));
    }
  }

  static void broadcast(Operands operands) {
    Elements x = new Elements(operands.input(0));
    Elements y = new Elements(operands.output());
    readStrided(x, 0, Odometer.broadcastStrides(x.shape(), y.shape()), y);
  }

  /** Axis i of the output walks along axis permutation_i of the input. */
  static void transpose(Transpose op, Operands operands) {
    Elements x = new Elements(operands.input(0));
    long[] own = x.shape().strides();
    long[] strides = op.permutation().stream().mapToLong(axis -> own[axis]).toArray();
    readStrided(x, 0, strides, new Elements(operands.output()));
  }

  static void slice(Slice op, Operands operands) {
    Elements x = new Elements(operands.input(0));
    long[] strides = x.shape().strides();
    long start = 0;
    for (int axis = 0; axis < strides.length; axis++) {
      start += op.starts().get(axis) * strides[axis];
      strides[axis] *= op.steps().get(axis);
    }
    readStrided(x, start, strides, new Elements(operands.output()));
  }

  static void concat(Concat op, Operands operands) {
    Elements y = new Elements(operands.output());
    long[] strides = y.shape().strides();
    long start = 0;
    for (Operand input : operands.inputs()) {
      writeStrided(new Elements(input), y, start, strides);
      start += input.type().shape().dim(op.axis()) * strides[op.axis()];
    }
  }

  static void pad(Pad op, Operands operands) {
    Elements y = new Elements(operands.output());
    for (int i = 0; i < y.size(); i++) {
      y.set(i, op.value());
    }
    long[] strides = y.shape().strides();
    long start = 0;
    for (int axis = 0; axis < strides.length; axis++) {
      start += op.before().get(axis) * strides[axis];
      strides[axis] *= op.interior().get(axis) + 1;
    }
    writeStrided(new Elements(operands.input(0)), y, start, strides);
  }

  /** {@code y[p] = x[start + p . strides]} for every position p of y. */
  private static void readStrided(Elements x, long start, long[] strides, Elements y) {
    for (Odometer at = new Odometer(y.shape()); at.isInside(); at.advance()) {
      y.set(at.count(), x.get(start + at.dot(strides)));
    }
  }

  /** {@code y[start + p . strides] = x[p]} for every position p of x. */
  private static void writeStrided(Elements x, Elements y, long start, long[] strides) {
    for (Odometer at = new Odometer(x.shape()); at.isInside(); at.advance()) {
      y.set(start + at.dot(strides), x.get(at.count()));
    }
  }
}

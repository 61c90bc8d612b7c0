package io.deltarule.parity.faults;

import io.deltarule.backend.Operand;
import io.deltarule.tensor.DType;
import java.util.function.DoubleUnaryOperator;

/** The elements of an operand, whatever its type, read from the backend's memory and put back. */
final class Contents {
  private Contents() {}

  static double[] read(Operand operand) {
    return read(operand, 0, Math.toIntExact(operand.elementCount()));
  }

  /** Elements from an index on, which may lie before or after the operand. */
  static double[] read(Operand operand, int from, int count) {
    double[] elements = new double[count];
    if (operand.memory().dtype() == DType.INT32) {
      int[] ints = new int[count];
      operand.memory().read(operand.offset() + from, ints, 0, count);
      for (int i = 0; i < count; i++) {
        elements[i] = ints[i];
      }
    } else {
      operand.memory().read(operand.offset() + from, elements, 0, count);
    }
    return elements;
  }

  static void write(Operand operand, double[] elements) {
    write(operand, 0, elements);
  }

  /** Puts elements at an index, which may lie before or after the operand. */
  static void write(Operand operand, int from, double... elements) {
    long at = operand.offset() + from;
    if (operand.memory().dtype() == DType.INT32) {
      int[] ints = new int[elements.length];
      for (int i = 0; i < ints.length; i++) {
        ints[i] = (int) elements[i];
      }
      operand.memory().write(at, ints, 0, ints.length);
    } else {
      operand.memory().write(at, elements, 0, elements.length);
    }
  }

  static void change(Operand operand, DoubleUnaryOperator change) {
    double[] elements = read(operand);
    for (int i = 0; i < elements.length; i++) {
      elements[i] = change.applyAsDouble(elements[i]);
    }
    write(operand, elements);
  }

  /** True if the memory has an element at an index that may lie outside the operand. */
  static boolean exists(Operand operand, int index) {
    long at = operand.offset() + index;
    return 0 <= at && at < operand.memory().size();
  }
}

package io.deltarule.parity.reference;

import io.deltarule.backend.Memory;
import io.deltarule.backend.Operand;
import io.deltarule.tensor.Shape;

/**
 * The elements of an operand by their row-major index. Integers travel as doubles, which hold them
 * exactly, so that operations that only move elements need no case for either type.
 */
final class Elements {
  private final Memory memory;
  private final int offset;
  private final Shape shape;

  Elements(Operand operand) {
    memory = operand.memory();
    offset = Math.toIntExact(operand.offset());
    shape = operand.type().shape();
  }

  Shape shape() {
    return shape;
  }

  int size() {
    return (int) shape.elementCount();
  }

  double get(long index) {
    int at = offset + (int) index;
    return memory instanceof IntMemory ints ? ints.array()[at] : doubles()[at];
  }

  void set(long index, double value) {
    int at = offset + (int) index;
    if (memory instanceof IntMemory ints) {
      ints.array()[at] = (int) value;
    } else {
      doubles()[at] = value;
    }
  }

  private double[] doubles() {
    return ((DoubleMemory) memory).array();
  }
}

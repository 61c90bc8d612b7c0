package io.deltarule.parity.diagnose;

import io.deltarule.backend.Operand;
import io.deltarule.tensor.Tensor;

/** Copies between host tensors and what an operation reads and writes. */
final class OperandContents {
  private OperandContents() {}

  /** The elements in the type that the backend stores. */
  static Tensor read(Operand operand) {
    Tensor contents = Tensor.zeros(operand.type().shape(), operand.memory().dtype());
    operand.memory().read(operand.offset(), contents);
    return contents;
  }

  static void write(Operand operand, Tensor contents) {
    operand.memory().write(operand.offset(), contents);
  }
}

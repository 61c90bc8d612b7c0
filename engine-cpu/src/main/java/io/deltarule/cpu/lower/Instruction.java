package io.deltarule.cpu.lower;

import java.util.List;

/**
 * One machine operation.
 *
 * @param operands the positions of the instructions whose results it takes
 * @param immediate the number of an input, the bits of a constant, the distance of a shift; else 0
 */
public record Instruction(Opcode opcode, List<Integer> operands, int immediate) {
  public Instruction {
    operands = List.copyOf(operands);
  }

  /** The position of an operand. */
  public int operand(int index) {
    return operands.get(index);
  }
}

package io.deltarule.cpu.lower;

import java.util.List;

/**
 * Straight-line code for one element: instructions, operands before users, and which of them are
 * the results.
 */
public record MachineProgram(List<Instruction> instructions, List<Integer> results) {
  public MachineProgram {
    instructions = List.copyOf(instructions);
    results = List.copyOf(results);
  }

  public Instruction instruction(int position) {
    return instructions.get(position);
  }

  /** The kind of a result. */
  public Kind resultKind(int result) {
    return instruction(results.get(result)).opcode().result();
  }

  /** True if every instruction has a vector form. */
  public boolean isVectorizable() {
    return instructions.stream().noneMatch(i -> i.opcode().isScalarOnly());
  }

  /** The number of instructions that compute. */
  public int cost() {
    return (int) instructions.stream().filter(i -> !i.opcode().isLeaf()).count();
  }
}

package io.deltarule.cpu.lower;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Collects instructions; the same operation on the same operands is one instruction. */
final class MachineBuilder {
  private final List<Instruction> instructions = new ArrayList<>();
  private final Map<Instruction, Integer> known = new HashMap<>();

  int emit(Opcode opcode, Integer... operands) {
    return add(new Instruction(opcode, List.of(operands), 0));
  }

  int emitWith(Opcode opcode, int immediate, Integer... operands) {
    return add(new Instruction(opcode, List.of(operands), immediate));
  }

  private int add(Instruction instruction) {
    Integer position = known.get(instruction);
    if (position == null) {
      position = instructions.size();
      instructions.add(instruction);
      known.put(instruction, position);
    }
    return position;
  }

  int constant(float value) {
    return emitWith(Opcode.CONST_FLOAT, Float.floatToIntBits(value));
  }

  int constantInt(int value) {
    return emitWith(Opcode.CONST_INT, value);
  }

  int fma(int a, int b, int c) {
    return emit(Opcode.FMA, a, b, c);
  }

  /** {@code coefficients[0] + x (coefficients[1] + x (...))} by Horner's rule. */
  int polynomial(int x, float... coefficients) {
    int sum = constant(coefficients[coefficients.length - 1]);
    for (int i = coefficients.length - 2; i >= 0; i--) {
      sum = fma(sum, x, constant(coefficients[i]));
    }
    return sum;
  }

  /** The program with these results. */
  MachineProgram build(List<Integer> results) {
    return new MachineProgram(instructions, results);
  }
}

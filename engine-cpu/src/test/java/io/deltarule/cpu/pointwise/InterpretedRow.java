package io.deltarule.cpu.pointwise;

import io.deltarule.cpu.lower.Instruction;
import io.deltarule.cpu.lower.Kind;
import io.deltarule.cpu.lower.MachineProgram;
import java.util.List;

/**
 * Interprets a machine program element by element: the readable definition of what generated
 * classes compute, bit for bit. Registers hold the bits of floats; a true mask is 1.
 */
final class InterpretedRow implements RowKernel {
  private final RowSpec spec;
  private final List<Instruction> code;
  private final Object[] arrays;

  InterpretedRow(RowSpec spec, Object[] arrays) {
    MachineProgram program = spec.program();
    this.spec = spec;
    this.code = program.instructions();
    this.arrays = arrays.clone();
  }

  @Override
  public void run(int[] offsets, int count) {
    int[] r = new int[code.size()];
    for (int i = 0; i < count; i++) {
      for (int position = 0; position < r.length; position++) {
        r[position] = value(code.get(position), r, offsets, i);
      }
      for (int k = 0; k < spec.program().results().size(); k++) {
        int operand = spec.inputs().size() + k;
        int bits = r[spec.program().results().get(k)];
        if (spec.kind(operand) == Kind.INT) {
          ((int[]) arrays[operand])[offsets[operand] + i] = bits;
        } else {
          ((float[]) arrays[operand])[offsets[operand] + i] = Float.intBitsToFloat(bits);
        }
      }
    }
  }

  private int value(Instruction e, int[] r, int[] offsets, int i) {
    int input = e.immediate();
    return switch (e.opcode()) {
      case INPUT_FLOAT ->
          bits(((float[]) arrays[input])[offsets[input] + (spec.isUniform(input) ? 0 : i)]);
      case INPUT_INT -> ((int[]) arrays[input])[offsets[input] + (spec.isUniform(input) ? 0 : i)];
      case CONST_FLOAT, CONST_INT -> e.immediate();
      case ADD -> bits(f(e, r, 0) + f(e, r, 1));
      case SUB -> bits(f(e, r, 0) - f(e, r, 1));
      case MUL -> bits(f(e, r, 0) * f(e, r, 1));
      case DIV -> bits(f(e, r, 0) / f(e, r, 1));
      case MIN -> bits(Math.min(f(e, r, 0), f(e, r, 1)));
      case MAX -> bits(Math.max(f(e, r, 0), f(e, r, 1)));
      case NEG -> bits(-f(e, r, 0));
      case ABS -> bits(Math.abs(f(e, r, 0)));
      case SQRT -> bits((float) Math.sqrt(f(e, r, 0)));
      case FMA -> bits(Math.fma(f(e, r, 0), f(e, r, 1), f(e, r, 2)));
      case POW -> bits((float) Math.pow(f(e, r, 0), f(e, r, 1)));
      case SIN -> bits((float) Math.sin(f(e, r, 0)));
      case COS -> bits((float) Math.cos(f(e, r, 0)));
      case INT_ADD -> n(e, r, 0) + n(e, r, 1);
      case INT_SUB -> n(e, r, 0) - n(e, r, 1);
      case INT_MUL -> n(e, r, 0) * n(e, r, 1);
      case INT_MIN -> Math.min(n(e, r, 0), n(e, r, 1));
      case INT_MAX -> Math.max(n(e, r, 0), n(e, r, 1));
      case INT_AND -> n(e, r, 0) & n(e, r, 1);
      case INT_OR -> n(e, r, 0) | n(e, r, 1);
      case INT_SHL -> n(e, r, 0) << e.immediate();
      case INT_SHR -> n(e, r, 0) >> e.immediate();
      case INT_TO_FLOAT -> bits((float) n(e, r, 0));
      case FLOAT_BITS, BITS_FLOAT -> n(e, r, 0);
      case LT -> mask(f(e, r, 0) < f(e, r, 1));
      case LE -> mask(f(e, r, 0) <= f(e, r, 1));
      case GT -> mask(f(e, r, 0) > f(e, r, 1));
      case GE -> mask(f(e, r, 0) >= f(e, r, 1));
      case EQ -> mask(f(e, r, 0) == f(e, r, 1));
      case NE -> mask(f(e, r, 0) != f(e, r, 1));
      case INT_LT -> mask(n(e, r, 0) < n(e, r, 1));
      case INT_LE -> mask(n(e, r, 0) <= n(e, r, 1));
      case INT_GT -> mask(n(e, r, 0) > n(e, r, 1));
      case INT_GE -> mask(n(e, r, 0) >= n(e, r, 1));
      case INT_EQ -> mask(n(e, r, 0) == n(e, r, 1));
      case INT_NE -> mask(n(e, r, 0) != n(e, r, 1));
      case MASK_AND -> n(e, r, 0) & n(e, r, 1);
      case MASK_OR -> n(e, r, 0) | n(e, r, 1);
      case MASK_NOT -> 1 - n(e, r, 0);
      case SELECT, INT_SELECT -> n(e, r, 0) != 0 ? n(e, r, 1) : n(e, r, 2);
    };
  }

  private static float f(Instruction e, int[] registers, int operand) {
    return Float.intBitsToFloat(registers[e.operand(operand)]);
  }

  private static int n(Instruction e, int[] registers, int operand) {
    return registers[e.operand(operand)];
  }

  private static int bits(float value) {
    return Float.floatToRawIntBits(value);
  }

  private static int mask(boolean value) {
    return value ? 1 : 0;
  }
}

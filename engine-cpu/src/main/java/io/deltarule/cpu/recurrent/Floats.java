package io.deltarule.cpu.recurrent;

import io.deltarule.backend.Operand;
import io.deltarule.cpu.FloatMemory;

/**
 * Where a floating-point operand lies.
 *
 * @param start its first element
 */
record Floats(float[] array, int start) {
  static Floats of(Operand operand) {
    return new Floats(((FloatMemory) operand.memory()).array(), Math.toIntExact(operand.offset()));
  }
}

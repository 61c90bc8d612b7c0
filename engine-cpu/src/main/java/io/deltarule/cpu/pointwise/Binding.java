package io.deltarule.cpu.pointwise;

import io.deltarule.backend.Operand;
import io.deltarule.cpu.FloatMemory;
import io.deltarule.cpu.IntMemory;
import io.deltarule.cpu.lower.Kind;
import io.deltarule.cpu.lower.MachineProgram;
import io.deltarule.tensor.DType;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** What row kernels need to know of operands. */
final class Binding {
  private Binding() {}

  static Object[] arrays(List<Operand> operands) {
    return operands.stream().map(Binding::array).toArray();
  }

  private static Object array(Operand operand) {
    return operand.memory() instanceof FloatMemory floats
        ? floats.array()
        : ((IntMemory) operand.memory()).array();
  }

  static int[] starts(List<Operand> operands) {
    return operands.stream().mapToInt(o -> Math.toIntExact(o.offset())).toArray();
  }

  static RowSpec spec(List<Operand> inputs, IntPredicate uniform, MachineProgram program) {
    return new RowSpec(
        inputs.stream().map(Binding::kind).toList(),
        IntStream.range(0, inputs.size()).mapToObj(uniform::test).toList(),
        program);
  }

  private static Kind kind(Operand operand) {
    return operand.type().dtype() == DType.INT32 ? Kind.INT : Kind.FLOAT;
  }
}

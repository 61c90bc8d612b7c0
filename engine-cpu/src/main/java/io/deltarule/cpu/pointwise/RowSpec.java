package io.deltarule.cpu.pointwise;

import io.deltarule.cpu.lower.Kind;
import io.deltarule.cpu.lower.MachineProgram;
import java.util.List;

/**
 * What a row kernel computes, whatever its arrays.
 *
 * @param inputs the kinds of the inputs: FLOAT or INT
 * @param uniform for each input, whether all elements of a row share one element of it
 * @param program gives one result an output
 */
public record RowSpec(List<Kind> inputs, List<Boolean> uniform, MachineProgram program) {
  public RowSpec {
    inputs = List.copyOf(inputs);
    uniform = List.copyOf(uniform);
  }

  /** The number of inputs and outputs. */
  public int operands() {
    return inputs.size() + program.results().size();
  }

  /** The operations that an element takes, among them reading and writing it. */
  public int cost() {
    return program.cost() + operands();
  }

  /** The kind of an operand, inputs before outputs. */
  public Kind kind(int operand) {
    return operand < inputs.size()
        ? inputs.get(operand)
        : program.resultKind(operand - inputs.size());
  }

  /** True if the operand's element is the same all along a row. */
  boolean isUniform(int operand) {
    return operand < inputs.size() && uniform.get(operand);
  }
}

package io.deltarule.backend;

import java.util.List;

/**
 * Where a kernel reads and writes.
 *
 * @param label operation and scope, for messages and profiles, such as {@code matmul in 'fc1'}
 * @param inputs where the inputs lie
 * @param outputs where the outputs go. An output of a pointwise operation may lie exactly where an
 *     input of its shape lies; outputs overlap inputs in no other way, and never each other.
 */
public record Operands(String label, List<Operand> inputs, List<Operand> outputs) {
  public Operands {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  public Operand input(int index) {
    return inputs.get(index);
  }

  public Operand output(int index) {
    return outputs.get(index);
  }

  /** The first output. */
  public Operand output() {
    return outputs.get(0);
  }
}

package io.deltarule.cpu.attention;

import io.deltarule.backend.Operand;
import io.deltarule.backend.Operands;
import io.deltarule.cpu.FloatMemory;
import io.deltarule.cpu.pointwise.BroadcastStrides;
import io.deltarule.tensor.Shape;

/** The bias of scores [b, h, t, s], broadcast, or none. */
final class Bias {
  private final float[] array;
  private final int start;
  private final int[] strides;

  private Bias(float[] array, int start, int[] strides) {
    this.array = array;
    this.start = start;
    this.strides = strides;
  }

  /** The bias that is this input, if there is one. */
  static Bias of(Operands operands, int input, AttentionShape shape) {
    if (operands.inputs().size() <= input) {
      return new Bias(null, 0, null);
    }
    Operand bias = operands.input(input);
    Shape scores = Shape.of(shape.b(), shape.h(), shape.t(), shape.s());
    return new Bias(
        ((FloatMemory) bias.memory()).array(),
        Math.toIntExact(bias.offset()),
        BroadcastStrides.of(bias.type().shape(), scores));
  }

  /** Adds it to some scores of a query of a head, which lie from {@code at} on. */
  void add(Scratch scratch, int at, int batch, int head, int query, int key, int count) {
    if (array == null || count == 0) {
      return;
    }
    int from = start + batch * strides[0] + head * strides[1] + query * strides[2];
    boolean isUniform = strides[3] == 0;
    System.arraycopy(array, from + key * strides[3], scratch.bias(), 0, isUniform ? 1 : count);
    scratch.rows().addBias(at, count, isUniform);
  }
}

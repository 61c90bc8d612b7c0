package io.deltarule.backend;

import io.deltarule.graph.TensorType;
import io.deltarule.tensor.Tensor;

/**
 * An input or output of an executable: its place on the backend, for transfers that allocate
 * nothing. Arrays are row-major and hold at least as many elements as the type, from {@code from}
 * on.
 */
public final class Port {
  private final String name;
  private final Operand operand;

  Port(String name, Operand operand) {
    this.name = name;
    this.operand = operand;
  }

  public String name() {
    return name;
  }

  public TensorType type() {
    return operand.type();
  }

  /** Writes all elements. */
  public void write(float[] source, int from) {
    operand.memory().write(operand.offset(), source, from, count());
  }

  /** Writes all elements. */
  public void write(int[] source, int from) {
    operand.memory().write(operand.offset(), source, from, count());
  }

  /** Writes a tensor of this port's shape; floating-point types convert. */
  public void write(Tensor tensor) {
    if (!tensor.shape().equals(type().shape())
        || tensor.dtype().isFloating() != type().dtype().isFloating()) {
      throw new IllegalArgumentException(
          "input '" + name + "' must be " + type() + ", got " + tensor.dtype() + tensor.shape());
    }
    operand.memory().write(operand.offset(), tensor);
  }

  /** Reads all elements. */
  public void read(float[] target, int from) {
    operand.memory().read(operand.offset(), target, from, count());
  }

  /** Reads all elements. */
  public void read(int[] target, int from) {
    operand.memory().read(operand.offset(), target, from, count());
  }

  /** The value in the precision that the backend stores. */
  public Tensor read() {
    Tensor tensor = Tensor.zeros(type().shape(), operand.memory().dtype());
    operand.memory().read(operand.offset(), tensor);
    return tensor;
  }

  private int count() {
    return Math.toIntExact(operand.elementCount());
  }
}

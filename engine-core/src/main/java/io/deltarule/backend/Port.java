package io.deltarule.backend;

import io.deltarule.graph.TensorType;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Tensor;
import java.util.Optional;

/**
 * An input or output of an executable: its place on the backend, for transfers that allocate
 * nothing. Arrays are row-major and hold at least as many elements as the type, from {@code from}
 * on.
 *
 * <p>Every transfer throws {@link IllegalStateException} once the executable or its state is
 * closed, and {@link IllegalArgumentException} if the array is too short or of another type.
 */
public final class Port {
  /**
   * Looks at integers before they are written, and throws if there is something wrong with them.
   */
  @FunctionalInterface
  public interface Guard {
    /** Checks {@code count} integers. */
    void check(int[] source, int from, int count);
  }

  private final String name;
  private final Operand operand;
  private final Runnable requireOpen;
  private final Guard guard;
  private final Optional<Port> other;

  Port(String name, Operand operand, Runnable requireOpen) {
    this(name, operand, requireOpen, (source, from, count) -> {}, Optional.empty());
  }

  private Port(
      String name, Operand operand, Runnable requireOpen, Guard guard, Optional<Port> other) {
    this.name = name;
    this.operand = operand;
    this.requireOpen = requireOpen;
    this.guard = guard;
    this.other = other;
  }

  /** The same place, where integers are checked before they are written. */
  public Port guardedBy(Guard newGuard) {
    return new Port(name, operand, requireOpen, newGuard, other);
  }

  /**
   * The same place and one more, such as the same input of another executable: what is written goes
   * to both, what is read comes from here.
   *
   * @throws IllegalArgumentException if their types differ
   */
  public Port and(Port second) {
    if (!type().equals(second.type())) {
      throw new IllegalArgumentException(
          "'"
              + name
              + "' is "
              + type()
              + ", '"
              + second.name
              + "' "
              + second.type()
              + "; write to ports of different types one by one");
    }
    return new Port(name, operand, requireOpen, guard, Optional.of(second));
  }

  public String name() {
    return name;
  }

  public TensorType type() {
    return operand.type();
  }

  /** Writes all elements. */
  public void write(float[] source, int from) {
    requireType(DType.FLOAT32);
    require(source.length, from);
    operand.memory().write(operand.offset(), source, from, count());
    if (other.isPresent()) {
      other.get().write(source, from);
    }
  }

  /** Writes all elements. */
  public void write(int[] source, int from) {
    requireType(DType.INT32);
    require(source.length, from);
    guard.check(source, from, count());
    operand.memory().write(operand.offset(), source, from, count());
    if (other.isPresent()) {
      other.get().write(source, from);
    }
  }

  /** Writes a tensor of this port's shape; floating-point types convert. */
  public void write(Tensor tensor) {
    requireOpen.run();
    if (!tensor.shape().equals(type().shape())
        || tensor.dtype().isFloating() != type().dtype().isFloating()) {
      throw new IllegalArgumentException(
          "input '"
              + name
              + "' must be "
              + type()
              + ", got "
              + tensor.dtype()
              + tensor.shape()
              + "; reshape or convert the data, or build for their shape");
    }
    if (!tensor.dtype().isFloating()) {
      guard.check(tensor.ints(), 0, tensor.size());
    }
    operand.memory().write(operand.offset(), tensor);
    other.ifPresent(port -> port.write(tensor));
  }

  /** Reads all elements. */
  public void read(float[] target, int from) {
    require(target.length, from);
    operand.memory().read(operand.offset(), target, from, count());
  }

  /** Reads all elements. */
  public void read(int[] target, int from) {
    require(target.length, from);
    operand.memory().read(operand.offset(), target, from, count());
  }

  /** The value in the precision that the backend stores. */
  public Tensor read() {
    requireOpen.run();
    Tensor tensor = Tensor.zeros(type().shape(), operand.memory().dtype());
    operand.memory().read(operand.offset(), tensor);
    return tensor;
  }

  private void requireType(DType given) {
    if (given.isFloating() != type().dtype().isFloating()) {
      throw new IllegalArgumentException(
          "'"
              + name
              + "' is "
              + type()
              + ", got an array of "
              + given
              + "; pass one of the other type");
    }
  }

  private void require(int length, int from) {
    requireOpen.run();
    if (from < 0 || length - (long) from < count()) {
      throw new IllegalArgumentException(
          "'"
              + name
              + "' is "
              + type()
              + " and takes an array of "
              + count()
              + " elements or more from index "
              + from
              + " on, got one of "
              + length
              + "; pass the whole batch");
    }
  }

  private int count() {
    return Math.toIntExact(operand.elementCount());
  }
}

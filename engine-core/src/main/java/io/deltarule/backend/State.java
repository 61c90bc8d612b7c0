package io.deltarule.backend;

import io.deltarule.graph.Variable;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Consumer;

/**
 * The values of variables on a backend: parameters, optimizer slots, running statistics, the
 * control block. It outlives the executables that read and write it, and any number of them may
 * share it.
 */
public final class State implements AutoCloseable {
  /** Elements that pass through the host at a time: large models have no room for a second copy. */
  private static final int PIECE = 1 << 16;

  private final Backend backend;
  private final IdentityHashMap<Variable, Memory> memories = new IdentityHashMap<>();
  private final List<Variable> order = new ArrayList<>();
  private final Consumer<AutoCloseable> onClose;
  private boolean closed;

  /**
   * An empty state.
   *
   * @param onClose told when this closes
   */
  State(Backend backend, Consumer<AutoCloseable> onClose) {
    this.backend = backend;
    this.onClose = onClose;
  }

  /** Gives variables a place, zeroed, if they have none yet. */
  public void add(Iterable<Variable> variables) {
    requireOpen();
    for (Variable variable : variables) {
      if (!memories.containsKey(variable)) {
        long elements = variable.type().shape().elementCount();
        memories.put(variable, backend.allocate(variable.type().dtype(), elements));
        order.add(variable);
      }
    }
  }

  /** The variables held, in the order in which they were added. */
  public List<Variable> variables() {
    return List.copyOf(order);
  }

  /** Sets a variable; it is added if it was not held. */
  public void write(Variable variable, Tensor value) {
    add(List.of(variable));
    if (value.dtype().isFloating() != variable.type().dtype().isFloating()
        || !value.shape().equals(variable.type().shape())) {
      throw new IllegalArgumentException(
          "variable " + variable + " cannot take " + value.dtype() + value.shape());
    }
    memories.get(variable).write(0, value);
  }

  /** Sets all elements of a floating-point variable; it is added if it was not held. */
  public void fill(Variable variable, double value) {
    add(List.of(variable));
    Memory memory = memories.get(variable);
    double[] piece = new double[(int) Math.min(PIECE, memory.size())];
    Arrays.fill(piece, value);
    for (long at = 0; at < memory.size(); at += PIECE) {
      memory.write(at, piece, 0, (int) Math.min(PIECE, memory.size() - at));
    }
  }

  /**
   * Sets a floating-point variable to another one's value; it is added if it was not held.
   *
   * @throws IllegalArgumentException if the source is not held, or of another shape
   */
  public void copy(Variable source, Variable target) {
    Memory from = memory(source);
    if (!source.type().shape().equals(target.type().shape())) {
      throw new IllegalArgumentException(
          "variable "
              + target
              + " cannot take the value of "
              + source
              + ": the shapes are "
              + target.type().shape()
              + " and "
              + source.type().shape());
    }
    add(List.of(target));
    Memory to = memories.get(target);
    double[] piece = new double[(int) Math.min(PIECE, from.size())];
    for (long at = 0; at < from.size(); at += PIECE) {
      int count = (int) Math.min(PIECE, from.size() - at);
      from.read(at, piece, 0, count);
      to.write(at, piece, 0, count);
    }
  }

  /** The value of a variable in the precision that the backend stores. */
  public Tensor read(Variable variable) {
    Memory memory = memory(variable);
    Tensor tensor = Tensor.zeros(variable.type().shape(), memory.dtype());
    memory.read(0, tensor);
    return tensor;
  }

  /** The value of a variable rounded to a type; use FLOAT32 to save. */
  public Tensor read(Variable variable, DType dtype) {
    Tensor tensor = Tensor.zeros(variable.type().shape(), dtype);
    memory(variable).read(0, tensor);
    return tensor;
  }

  /**
   * The memory of a variable, for transfers that allocate nothing.
   *
   * @throws IllegalArgumentException if the variable is not held
   */
  public Memory memory(Variable variable) {
    requireOpen();
    Memory memory = memories.get(variable);
    if (memory == null) {
      throw new IllegalArgumentException(
          "variable "
              + variable
              + " is not in this state; add it or compile with this state first");
    }
    return memory;
  }

  /** True if the variable has a place. */
  boolean holds(Variable variable) {
    return memories.containsKey(variable);
  }

  /** True if the memory is that of this backend. */
  boolean isOn(Backend other) {
    return backend == other;
  }

  void requireOpen() {
    if (closed) {
      throw new IllegalStateException("this state is closed; its engine or owner closed it");
    }
  }

  /** Frees the memory. Executables that use this state can no longer run. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      onClose.accept(this);
      memories.values().forEach(Memory::close);
      memories.clear();
    }
  }
}

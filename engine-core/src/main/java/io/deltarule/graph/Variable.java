package io.deltarule.graph;

import java.util.Objects;

/**
 * Something that outlives a step: parameters, optimizer slots, running statistics, the control
 * block. A variable is a name and a type; its value lives in a {@code State} on a backend.
 * Variables are told apart by identity.
 */
public final class Variable {
  /** What a variable is for. */
  public enum Role {
    /** Trained by the optimizer and saved with the model. */
    PARAMETER,
    /**
     * Carried by a layer from step to step and saved with the model, such as running statistics.
     */
    BUFFER,
    /** Carried by the optimizer, saved with checkpoints. */
    SLOT,
    /** What changes from step to step: learning rate, step number, random seed. */
    CONTROL
  }

  private final String name;
  private final TensorType type;
  private final Role role;

  public Variable(String name, TensorType type, Role role) {
    this.name = Objects.requireNonNull(name, "name");
    this.type = Objects.requireNonNull(type, "type");
    this.role = Objects.requireNonNull(role, "role");
  }

  public String name() {
    return name;
  }

  public TensorType type() {
    return type;
  }

  public Role role() {
    return role;
  }

  @Override
  public String toString() {
    return name + " " + type;
  }
}

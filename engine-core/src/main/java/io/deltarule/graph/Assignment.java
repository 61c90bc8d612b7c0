package io.deltarule.graph;

import java.util.Objects;

/**
 * The new value of a variable, or of a contiguous part of a flat one, at the end of a step. All
 * assignments of a step take effect together: the step's operations read the old values.
 *
 * @param variable the variable
 * @param offset the first element that is assigned, in row-major order
 * @param value as many elements as are assigned, of the variable's element type
 */
public record Assignment(Variable variable, long offset, Value value) {
  public Assignment {
    Objects.requireNonNull(variable, "variable");
    long end = offset + value.shape().elementCount();
    if (offset < 0
        || end > variable.type().shape().elementCount()
        || value.dtype() != variable.type().dtype()) {
      throw new IllegalArgumentException(
          "assignment of "
              + value.type()
              + " at element "
              + offset
              + " does not fit variable "
              + variable);
    }
  }

  /** Assigns a whole variable. */
  public static Assignment of(Variable variable, Value value) {
    if (!variable.type().equals(value.type())) {
      throw new IllegalArgumentException(
          "assignment to variable "
              + variable
              + " needs "
              + variable.type()
              + ", got "
              + value.type());
    }
    return new Assignment(variable, 0, value);
  }
}

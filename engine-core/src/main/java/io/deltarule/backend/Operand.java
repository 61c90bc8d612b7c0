package io.deltarule.backend;

import io.deltarule.graph.TensorType;

/**
 * A value bound to its place: contiguous and row-major, from an element of some memory on.
 *
 * @param memory the memory
 * @param offset the first element
 * @param type element type and shape
 */
public record Operand(Memory memory, long offset, TensorType type) {
  /** The number of elements. */
  public long elementCount() {
    return type.shape().elementCount();
  }
}

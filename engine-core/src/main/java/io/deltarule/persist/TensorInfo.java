package io.deltarule.persist;

import io.deltarule.tensor.Shape;

/**
 * Where a tensor lies in a safetensors file, validated against the file's length.
 *
 * @param name the tensor's name
 * @param type the stored element type
 * @param shape the dimensions, row-major
 * @param begin offset of the first byte within the data section
 * @param end offset after the last byte within the data section
 */
public record TensorInfo(String name, StoredType type, Shape shape, long begin, long end) {
  /** The number of stored bytes. */
  public long bytes() {
    return end - begin;
  }
}

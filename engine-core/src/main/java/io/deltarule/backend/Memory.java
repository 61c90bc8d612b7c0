package io.deltarule.backend;

import io.deltarule.tensor.DType;
import io.deltarule.tensor.Tensor;

/**
 * A stretch of a backend's memory, of one element type. Transfers are complete when a method
 * returns, and see everything that was run before. None allocates, but for those that take or give
 * a {@link Tensor}.
 */
public interface Memory extends AutoCloseable {
  /** The type that elements are stored in. */
  DType dtype();

  /** The number of elements. */
  long size();

  /** Writes {@code count} elements from a host array; floating-point memory only. */
  void write(long offset, float[] source, int from, int count);

  /**
   * Writes {@code count} elements from a host array, rounding to nearest; floating-point memory
   * only.
   */
  void write(long offset, double[] source, int from, int count);

  /** Writes {@code count} elements from a host array; INT32 memory only. */
  void write(long offset, int[] source, int from, int count);

  /** Reads {@code count} elements, rounding to nearest; floating-point memory only. */
  void read(long offset, float[] target, int from, int count);

  /** Reads {@code count} elements; floating-point memory only. */
  void read(long offset, double[] target, int from, int count);

  /** Reads {@code count} elements; INT32 memory only. */
  void read(long offset, int[] target, int from, int count);

  /** Writes a whole tensor; floating-point types convert. */
  default void write(long offset, Tensor tensor) {
    switch (tensor.dtype()) {
      case FLOAT32 -> write(offset, tensor.floats(), 0, tensor.size());
      case FLOAT64 -> write(offset, tensor.doubles(), 0, tensor.size());
      case INT32 -> write(offset, tensor.ints(), 0, tensor.size());
    }
  }

  /** Fills a whole tensor; floating-point types convert. */
  default void read(long offset, Tensor tensor) {
    switch (tensor.dtype()) {
      case FLOAT32 -> read(offset, tensor.floats(), 0, tensor.size());
      case FLOAT64 -> read(offset, tensor.doubles(), 0, tensor.size());
      case INT32 -> read(offset, tensor.ints(), 0, tensor.size());
    }
  }

  @Override
  void close();
}

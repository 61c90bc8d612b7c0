package io.deltarule.cpu.pointwise;

/** A pointwise computation bound to its arrays: computes a row of elements anywhere in them. */
@FunctionalInterface
public interface RowKernel {
  /**
   * Computes elements 0 to count - 1 of a row.
   *
   * @param offsets the first element of the row in the array of each operand, inputs before
   *     outputs; an input that is uniform along the row is read there only
   */
  void run(int[] offsets, int count);
}

package io.deltarule.cuda.pointwise;

import io.deltarule.backend.Operand;
import io.deltarule.cuda.driver.CudaMemory;
import io.deltarule.expr.ScalarType;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;

/**
 * Elements of an operand that a kernel visits: at position p of some shape, element {@code start +
 * p . strides}.
 *
 * @param operand where they lie
 * @param start the first one, counted from the operand's first element
 * @param strides one an axis of the shape that is visited
 */
public record View(Operand operand, long start, long[] strides) {
  /** All elements of an operand, broadcast to a shape. */
  public static View broadcast(Operand operand, Shape shape) {
    return new View(operand, 0, IterationSpace.broadcastStrides(operand.type().shape(), shape));
  }

  /** The type of the elements in expressions. */
  ScalarType type() {
    return operand.type().dtype() == DType.INT32 ? ScalarType.INT : ScalarType.FLOAT;
  }

  CudaMemory memory() {
    return (CudaMemory) operand.memory();
  }

  /** The first element, counted from the start of the memory. */
  long offset() {
    return operand.offset() + start;
  }

  /** The address of the first element. */
  long address() {
    return memory().address() + offset() * memory().dtype().bytes();
  }
}

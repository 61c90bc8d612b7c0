package io.deltarule.graph;

import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;
import java.util.Objects;

/** Element type and shape of a value in a graph. */
public record TensorType(DType dtype, Shape shape) {
  public TensorType {
    Objects.requireNonNull(dtype, "dtype");
    Objects.requireNonNull(shape, "shape");
    if (dtype == DType.FLOAT64) {
      throw new IllegalArgumentException(
          "graphs are written in FLOAT32 and INT32; FLOAT64 is how a reference backend stores FLOAT32");
    }
  }

  /** A float32 value of the given dimensions. */
  public static TensorType float32(int... dims) {
    return new TensorType(DType.FLOAT32, Shape.of(dims));
  }

  /** An int32 value of the given dimensions. */
  public static TensorType int32(int... dims) {
    return new TensorType(DType.INT32, Shape.of(dims));
  }

  /** The same element type under another shape. */
  public TensorType withShape(Shape newShape) {
    return new TensorType(dtype, newShape);
  }

  /** Element type and dimensions, such as {@code FLOAT32[32, 768]}. */
  @Override
  public String toString() {
    return dtype + shape.toString();
  }
}

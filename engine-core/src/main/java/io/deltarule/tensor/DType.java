package io.deltarule.tensor;

/**
 * The element type of a tensor.
 *
 * <p>Graphs are written in {@link #FLOAT32} and {@link #INT32}. {@link #FLOAT64} is how a backend
 * of higher precision (the reference) stores the floating-point values of the same graph.
 */
public enum DType {
  /** IEEE 754 binary32. */
  FLOAT32(4, true, "F32"),
  /** IEEE 754 binary64. */
  FLOAT64(8, true, "F64"),
  /** Two's complement 32-bit integer: class labels, indices, counters. */
  INT32(4, false, "I32");

  private final int bytes;
  private final boolean floating;
  private final String safetensorsName;

  DType(int bytes, boolean floating, String safetensorsName) {
    this.bytes = bytes;
    this.floating = floating;
    this.safetensorsName = safetensorsName;
  }

  /** Size of one element in bytes. */
  public int bytes() {
    return bytes;
  }

  /** True for {@link #FLOAT32} and {@link #FLOAT64}. */
  public boolean isFloating() {
    return floating;
  }

  /** The name of this type in a safetensors header, such as {@code F32}. */
  public String safetensorsName() {
    return safetensorsName;
  }

  /**
   * The unit round-off distance, 2<sup>-23</sup> or 2<sup>-52</sup>: the gap between 1 and the next
   * larger number.
   *
   * @throws IllegalStateException for an integer type
   */
  public double epsilon() {
    return switch (this) {
      case FLOAT32 -> 0x1p-23;
      case FLOAT64 -> 0x1p-52;
      case INT32 -> throw new IllegalStateException("INT32 has no rounding error");
    };
  }
}

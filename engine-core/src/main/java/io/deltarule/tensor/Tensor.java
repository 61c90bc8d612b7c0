package io.deltarule.tensor;

import java.util.Arrays;
import java.util.Objects;

/**
 * Data on the host: a shape over one row-major primitive array. The array is not copied; whoever
 * holds it may change it.
 */
public final class Tensor {
  private final Shape shape;
  private final DType dtype;
  private final Object data;

  private Tensor(Shape shape, DType dtype, Object data, int length) {
    this.shape = Objects.requireNonNull(shape, "shape");
    if (shape.elementCount() != length) {
      throw new IllegalArgumentException(
          "Tensor of shape "
              + shape
              + " needs "
              + shape.elementCount()
              + " elements, got an array of "
              + length
              + "; change the shape or the array");
    }
    this.dtype = dtype;
    this.data = data;
  }

  /** A float32 tensor over the given array, which is not copied. */
  public static Tensor of(Shape shape, float... data) {
    return new Tensor(shape, DType.FLOAT32, data, data.length);
  }

  /** A float64 tensor over the given array, which is not copied. */
  public static Tensor of(Shape shape, double... data) {
    return new Tensor(shape, DType.FLOAT64, data, data.length);
  }

  /** An int32 tensor over the given array, which is not copied. */
  public static Tensor of(Shape shape, int... data) {
    return new Tensor(shape, DType.INT32, data, data.length);
  }

  /** A float32 scalar. */
  public static Tensor scalar(float value) {
    return of(Shape.scalar(), new float[] {value});
  }

  /** An int32 scalar. */
  public static Tensor scalar(int value) {
    return of(Shape.scalar(), new int[] {value});
  }

  /**
   * A tensor of zeros.
   *
   * @throws IllegalArgumentException if it has more elements than an array can hold
   */
  public static Tensor zeros(Shape shape, DType dtype) {
    int length = arrayLength(shape);
    return switch (dtype) {
      case FLOAT32 -> of(shape, new float[length]);
      case FLOAT64 -> of(shape, new double[length]);
      case INT32 -> of(shape, new int[length]);
    };
  }

  private static int arrayLength(Shape shape) {
    long count = shape.elementCount();
    // The largest array that HotSpot allocates is a little shorter than Integer.MAX_VALUE.
    if (count > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "Tensor of shape "
              + shape
              + " has "
              + count
              + " elements; a host tensor holds at most "
              + (Integer.MAX_VALUE - 8)
              + "; split it");
    }
    return (int) count;
  }

  public Shape shape() {
    return shape;
  }

  public DType dtype() {
    return dtype;
  }

  /** The number of elements. */
  public int size() {
    return (int) shape.elementCount();
  }

  /**
   * The array itself.
   *
   * @throws IllegalStateException unless the type is FLOAT32; {@link #toFloats} converts
   */
  public float[] floats() {
    return (float[]) array(DType.FLOAT32);
  }

  /**
   * The array itself.
   *
   * @throws IllegalStateException unless the type is FLOAT64; {@link #toDoubles} converts
   */
  public double[] doubles() {
    return (double[]) array(DType.FLOAT64);
  }

  /**
   * The array itself.
   *
   * @throws IllegalStateException unless the type is INT32
   */
  public int[] ints() {
    return (int[]) array(DType.INT32);
  }

  private Object array(DType wanted) {
    if (dtype != wanted) {
      throw new IllegalStateException("Tensor " + shape + " holds " + dtype + ", not " + wanted);
    }
    return data;
  }

  /** A copy of the elements as floats, rounded to nearest where they are doubles. */
  public float[] toFloats() {
    float[] copy = new float[size()];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = dtype == DType.FLOAT32 ? ((float[]) data)[i] : (float) get(i);
    }
    return copy;
  }

  /** A copy of the elements as doubles: exact for every type. */
  public double[] toDoubles() {
    double[] copy = new double[size()];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = get(i);
    }
    return copy;
  }

  /** The element at a row-major index, as a double: exact for every type. */
  public double get(int index) {
    return switch (dtype) {
      case FLOAT32 -> ((float[]) data)[index];
      case FLOAT64 -> ((double[]) data)[index];
      case INT32 -> ((int[]) data)[index];
    };
  }

  /**
   * The only element of a tensor that has one.
   *
   * @throws IllegalStateException if it has none or several
   */
  public double item() {
    if (size() != 1) {
      throw new IllegalStateException("item() needs one element; this tensor has shape " + shape);
    }
    return get(0);
  }

  /** The same elements under another shape of equal element count; the array is shared. */
  public Tensor reshape(Shape newShape) {
    return new Tensor(newShape, dtype, data, size());
  }

  /** A copy in another element type: doubles round to nearest, floats to int must be whole. */
  public Tensor to(DType target) {
    return switch (target) {
      case FLOAT32 -> of(shape, toFloats());
      case FLOAT64 -> of(shape, toDoubles());
      case INT32 -> {
        int[] ints = new int[size()];
        for (int i = 0; i < ints.length; i++) {
          double value = get(i);
          if (!(value == (int) value)) {
            throw new IllegalArgumentException(
                "Tensor " + shape + " element " + i + " is " + value + ", not a 32-bit integer");
          }
          ints[i] = (int) value;
        }
        yield of(shape, ints);
      }
    };
  }

  /** True if shape, type and every element agree; NaN equals NaN and 0 differs from -0. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Tensor tensor
        && dtype == tensor.dtype
        && shape.equals(tensor.shape)
        && switch (dtype) {
          case FLOAT32 -> Arrays.equals((float[]) data, (float[]) tensor.data);
          case FLOAT64 -> Arrays.equals((double[]) data, (double[]) tensor.data);
          case INT32 -> Arrays.equals((int[]) data, (int[]) tensor.data);
        };
  }

  @Override
  public int hashCode() {
    int elements =
        switch (dtype) {
          case FLOAT32 -> Arrays.hashCode((float[]) data);
          case FLOAT64 -> Arrays.hashCode((double[]) data);
          case INT32 -> Arrays.hashCode((int[]) data);
        };
    return 31 * Objects.hash(shape, dtype) + elements;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("Tensor " + dtype + shape + " {");
    int shown = Math.min(size(), 8);
    for (int i = 0; i < shown; i++) {
      text.append(i == 0 ? "" : ", ");
      text.append(
          dtype == DType.INT32 ? Integer.toString(((int[]) data)[i]) : Double.toString(get(i)));
    }
    return text.append(shown < size() ? ", ...}" : "}").toString();
  }
}

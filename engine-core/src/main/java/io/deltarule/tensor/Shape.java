package io.deltarule.tensor;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The dimensions of a tensor, outermost first. Immutable. A scalar has rank 0; a dimension may be
 * 0.
 *
 * <p>Axes are numbered from 0; a negative axis counts from the end, so -1 is the innermost.
 */
public final class Shape {
  private static final Shape SCALAR = new Shape(new int[0]);

  private final int[] dims;

  private Shape(int[] dims) {
    this.dims = dims;
  }

  /**
   * A shape of the given dimensions.
   *
   * @throws IllegalArgumentException if a dimension is negative or the element count overflows a
   *     long
   */
  public static Shape of(int... dims) {
    if (dims.length == 0) {
      return SCALAR;
    }
    long count = 1;
    for (int dim : dims) {
      if (dim < 0) {
        throw new IllegalArgumentException(
            "Shape "
                + Arrays.toString(dims)
                + " has a negative dimension; dimensions are 0 or more");
      }
      // An empty tensor is legal however large its other dimensions are.
      if (dim == 0) {
        count = 0;
      } else if (count > Long.MAX_VALUE / dim) {
        throw new IllegalArgumentException(
            "Shape "
                + Arrays.toString(dims)
                + " has more elements than a long counts; use smaller dimensions");
      } else {
        count *= dim;
      }
    }
    return new Shape(dims.clone());
  }

  /** A shape of the given dimensions. */
  public static Shape of(List<Integer> dims) {
    return of(dims.stream().mapToInt(Integer::intValue).toArray());
  }

  /** The shape of a single number: rank 0, one element. */
  public static Shape scalar() {
    return SCALAR;
  }

  /** The number of dimensions. */
  public int rank() {
    return dims.length;
  }

  /**
   * The size along an axis; a negative axis counts from the end.
   *
   * @throws IllegalArgumentException if there is no such axis
   */
  public int dim(int axis) {
    return dims[axis(axis)];
  }

  /**
   * The axis as a number from 0 to rank - 1.
   *
   * @throws IllegalArgumentException if there is no such axis
   */
  public int axis(int axis) {
    int normal = axis < 0 ? axis + dims.length : axis;
    if (normal < 0 || normal >= dims.length) {
      throw new IllegalArgumentException(
          "axis " + axis + " is out of range for shape " + this + " of rank " + dims.length);
    }
    return normal;
  }

  /** A copy of the dimensions. */
  public int[] dims() {
    return dims.clone();
  }

  /** The number of elements: the product of the dimensions, 1 for a scalar. */
  public long elementCount() {
    long count = 1;
    for (int dim : dims) {
      count = dim == 0 ? 0 : count * dim;
    }
    return count;
  }

  /** Row-major strides in elements; the innermost is 1. */
  public long[] strides() {
    long[] strides = new long[dims.length];
    long stride = 1;
    for (int i = dims.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= dims[i];
    }
    return strides;
  }

  /** This shape with one axis replaced by a new size. */
  public Shape with(int axis, int size) {
    int[] changed = dims.clone();
    changed[axis(axis)] = size;
    return of(changed);
  }

  /** The dimensions from axis {@code from} (inclusive) to {@code to} (exclusive) as a shape. */
  public Shape slice(int from, int to) {
    return of(Arrays.copyOfRange(dims, from, to));
  }

  /** The dimensions of this shape followed by those of another. */
  public Shape append(Shape other) {
    int[] all = Arrays.copyOf(dims, dims.length + other.dims.length);
    System.arraycopy(other.dims, 0, all, dims.length, other.dims.length);
    return of(all);
  }

  /** The dimensions of this shape followed by the given ones. */
  public Shape append(int... more) {
    return append(of(more));
  }

  /**
   * True if a tensor of this shape can stand where {@code target} is expected: aligned at the
   * innermost axis, each dimension equals the target's or is 1.
   */
  public boolean broadcastsTo(Shape target) {
    int offset = target.dims.length - dims.length;
    if (offset < 0) {
      return false;
    }
    for (int i = 0; i < dims.length; i++) {
      if (dims[i] != 1 && dims[i] != target.dims[i + offset]) {
        return false;
      }
    }
    return true;
  }

  /**
   * The shape that both shapes broadcast to, by NumPy's rule.
   *
   * @throws IllegalArgumentException if two dimensions differ and neither is 1
   */
  public static Shape broadcast(Shape a, Shape b) {
    int rank = Math.max(a.dims.length, b.dims.length);
    int[] dims = new int[rank];
    for (int i = 1; i <= rank; i++) {
      int x = i <= a.dims.length ? a.dims[a.dims.length - i] : 1;
      int y = i <= b.dims.length ? b.dims[b.dims.length - i] : 1;
      if (x != y && x != 1 && y != 1) {
        throw new IllegalArgumentException(
            "shapes "
                + a
                + " and "
                + b
                + " do not broadcast: axis -"
                + i
                + " is "
                + x
                + " and "
                + y
                + "; make them equal, or one of them 1");
      }
      dims[rank - i] = x == 1 ? y : x;
    }
    return of(dims);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape shape && Arrays.equals(dims, shape.dims);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(dims);
  }

  /** The dimensions in brackets, such as {@code [32, 768]}; {@code []} for a scalar. */
  @Override
  public String toString() {
    return Arrays.stream(dims)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(", ", "[", "]"));
  }
}

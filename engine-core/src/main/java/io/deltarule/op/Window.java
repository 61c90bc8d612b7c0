package io.deltarule.op;

import io.deltarule.tensor.Shape;
import java.util.Collections;
import java.util.List;

/**
 * How a kernel moves over the spatial axes of an input, one number an axis. Output position o and
 * tap r of the kernel meet at input position {@code o * stride - low + r * dilation}; positions
 * outside of the input are padding.
 *
 * <p>Along an axis there are {@code (input + low + high - dilation (kernel - 1) - 1) / stride + 1}
 * outputs, rounded down.
 *
 * @param strides input positions from one output to the next
 * @param low padding before the first position
 * @param high padding after the last position
 * @param dilations input positions from one tap to the next
 */
public record Window(
    List<Integer> strides, List<Integer> low, List<Integer> high, List<Integer> dilations) {
  /** The most spatial axes. */
  public static final int MOST_AXES = 3;

  public Window {
    strides = List.copyOf(strides);
    low = List.copyOf(low);
    high = List.copyOf(high);
    dilations = List.copyOf(dilations);
    int rank = strides.size();
    if (rank < 1
        || rank > MOST_AXES
        || low.size() != rank
        || high.size() != rank
        || dilations.size() != rank) {
      throw new IllegalArgumentException(
          "window: strides, padding and dilations need one number for each of 1 to "
              + MOST_AXES
              + " spatial axes, got "
              + strides
              + ", "
              + low
              + ", "
              + high
              + " and "
              + dilations);
    }
    requireAtLeast(1, strides, "strides");
    requireAtLeast(0, low, "padding");
    requireAtLeast(0, high, "padding");
    requireAtLeast(1, dilations, "dilations");
  }

  /** Stride 1 over so many axes, without padding and dilation. */
  public static Window ofAxes(int axes) {
    return new Window(
        Collections.nCopies(axes, 1),
        Collections.nCopies(axes, 0),
        Collections.nCopies(axes, 0),
        Collections.nCopies(axes, 1));
  }

  private static void requireAtLeast(int least, List<Integer> numbers, String what) {
    for (int number : numbers) {
      if (number < least) {
        throw new IllegalArgumentException(
            "window: " + what + " must be " + least + " or more, got " + numbers);
      }
    }
  }

  /** The same window with other strides. */
  public Window withStrides(List<Integer> other) {
    return new Window(other, low, high, dilations);
  }

  /** The same window with other padding. */
  public Window withPadding(List<Integer> before, List<Integer> after) {
    return new Window(strides, before, after, dilations);
  }

  /** The same window with other dilations. */
  public Window withDilations(List<Integer> other) {
    return new Window(strides, low, high, other);
  }

  /** The number of spatial axes. */
  public int axes() {
    return strides.size();
  }

  /** Input positions from the first tap of a kernel to its last, both included. */
  public long span(int axis, int kernel) {
    return (long) dilations.get(axis) * (kernel - 1) + 1;
  }

  /**
   * The numbers of outputs for the spatial dimensions of an input and of a kernel.
   *
   * @throws IllegalArgumentException if the kernel has no taps, or is larger than the padded input
   */
  public Shape outputs(Shape input, Shape kernel) {
    int[] outputs = new int[axes()];
    for (int axis = 0; axis < outputs.length; axis++) {
      long span = span(axis, kernel.dim(axis));
      long padded = (long) input.dim(axis) + low.get(axis) + high.get(axis);
      if (kernel.dim(axis) < 1 || span > padded) {
        throw new IllegalArgumentException(
            "kernel "
                + kernel
                + " must have from 1 tap to what the padded input holds; along spatial axis "
                + axis
                + " it spans "
                + span
                + " with dilation "
                + dilations.get(axis)
                + ", the input has "
                + input.dim(axis)
                + " + "
                + low.get(axis)
                + " + "
                + high.get(axis)
                + " = "
                + padded
                + "; use a smaller kernel or dilation, or more padding");
      }
      outputs[axis] = Math.toIntExact((padded - span) / strides.get(axis) + 1);
    }
    return Shape.of(outputs);
  }

  /**
   * The spatial dimensions of a tensor [N, C, spatial...].
   *
   * @throws IllegalArgumentException if it does not have as many as this window
   */
  Shape spatial(Shape shape, String role) {
    if (shape.rank() != axes() + 2) {
      throw new IllegalArgumentException(
          role
              + " must have rank "
              + (axes() + 2)
              + " for a window over "
              + axes()
              + " spatial axes, got "
              + shape
              + "; reshape it, or give the window other axes");
    }
    return shape.slice(2, shape.rank());
  }
}

package io.deltarule.layer;

import io.deltarule.op.Window;
import io.deltarule.tensor.Shape;
import java.util.List;

/**
 * What pooling layers have in common.
 *
 * @param name the layer's class, for messages
 * @param kernel the window's size along each axis
 * @param window strides, padding, dilation
 */
record PoolSettings(String name, List<Integer> kernel, Window window) {
  PoolSettings {
    for (int axis = 0; axis < window.axes(); axis++) {
      if (window.low().get(axis) > kernel.get(axis) / 2) {
        throw new IllegalArgumentException(
            name
                + ": padding must be at most half of the kernel, got padding "
                + window.low()
                + " and kernel "
                + kernel
                + "; use less padding, or a larger kernel");
      }
    }
  }

  /** PyTorch's defaults: the stride is the kernel, no padding. */
  static PoolSettings of(String name, int axes, int... kernel) {
    List<Integer> sizes = SpatialNumbers.of(name, "kernel", axes, 1, kernel);
    return new PoolSettings(name, sizes, Window.ofAxes(axes).withStrides(sizes));
  }

  PoolSettings withStride(int... stride) {
    return new PoolSettings(name, kernel, window.withStrides(numbers("stride", 1, stride)));
  }

  PoolSettings withPadding(int... padding) {
    List<Integer> both = numbers("padding", 0, padding);
    return new PoolSettings(name, kernel, window.withPadding(both, both));
  }

  PoolSettings withDilation(int... dilation) {
    return new PoolSettings(name, kernel, window.withDilations(numbers("dilation", 1, dilation)));
  }

  private List<Integer> numbers(String what, int least, int... numbers) {
    return SpatialNumbers.of(name, what, window.axes(), least, numbers);
  }

  /**
   * Checks an input.
   *
   * @throws IllegalArgumentException if it is not [N, C, spatial...]
   */
  void requireInput(Shape input, ForwardPass pass) {
    if (input.rank() != window.axes() + 2) {
      throw new IllegalArgumentException(
          name
              + " "
              + pass.where()
              + ": input must have "
              + (window.axes() + 2)
              + " dimensions, samples, channels and "
              + window.axes()
              + " spatial, got "
              + input
              + "; reshape it");
    }
  }

  /** The settings that are not the defaults, for printing. */
  String text(String more) {
    Window standard = Window.ofAxes(window.axes());
    return name
        + "(kernel "
        + SpatialNumbers.text(kernel)
        + SpatialNumbers.other("stride", window.strides(), kernel)
        + SpatialNumbers.other("padding", window.low(), standard.low())
        + SpatialNumbers.other("dilation", window.dilations(), standard.dilations())
        + more
        + ")";
  }
}

package io.deltarule.cuda.kernels;

import io.deltarule.cuda.driver.Arguments;
import io.deltarule.op.Window;
import io.deltarule.tensor.Shape;

/**
 * A window as {@code convolution.cu} and {@code pool.cu} take it: inputs, outputs, taps, stride,
 * padding before and dilation of three axes, outer ones of size 1 where there are fewer.
 */
final class WindowArguments {
  private WindowArguments() {}

  /**
   * Adds the window's parameters.
   *
   * @param inputs the spatial dimensions of the larger side
   * @param taps the kernel's
   * @param outputs the spatial dimensions of the other side
   */
  static Arguments add(
      Arguments arguments, Window window, Shape inputs, Shape taps, Shape outputs) {
    for (int missing = window.axes(); missing < Window.MOST_AXES; missing++) {
      arguments.int32(1).int32(1).int32(1).int32(1).int32(0).int32(1);
    }
    for (int axis = 0; axis < window.axes(); axis++) {
      arguments
          .int32(inputs.dim(axis))
          .int32(outputs.dim(axis))
          .int32(taps.dim(axis))
          .int32(window.strides().get(axis))
          .int32(window.low().get(axis))
          .int32(window.dilations().get(axis));
    }
    return arguments;
  }

  /** The spatial dimensions of a tensor [N, C, spatial...]. */
  static Shape spatial(Shape shape) {
    return shape.slice(2, shape.rank());
  }
}

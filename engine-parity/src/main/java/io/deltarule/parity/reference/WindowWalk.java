package io.deltarule.parity.reference;

import io.deltarule.op.Window;
import io.deltarule.tensor.Shape;

/**
 * All meetings of an output position with a tap of the kernel within the input, in row-major order
 * of outputs, then taps.
 */
final class WindowWalk {
  /** Told of each meeting, by row-major indices among the spatial positions. */
  @FunctionalInterface
  interface Meeting {
    void of(int output, int tap, int input);
  }

  private final Window window;
  private final Shape spatial;
  private final Shape kernel;
  private final Shape outputs;

  WindowWalk(Window window, Shape spatial, Shape kernel) {
    this.window = window;
    this.spatial = spatial;
    this.kernel = kernel;
    this.outputs = window.outputs(spatial, kernel);
  }

  /** The number of input positions. */
  int inputs() {
    return Math.toIntExact(spatial.elementCount());
  }

  /** The number of output positions. */
  int outputs() {
    return Math.toIntExact(outputs.elementCount());
  }

  /** The number of taps. */
  int taps() {
    return Math.toIntExact(kernel.elementCount());
  }

  void forEach(Meeting meeting) {
    for (Odometer output = new Odometer(outputs); output.isInside(); output.advance()) {
      for (Odometer tap = new Odometer(kernel); tap.isInside(); tap.advance()) {
        int input = input(output, tap);
        if (input >= 0) {
          meeting.of((int) output.count(), (int) tap.count(), input);
        }
      }
    }
  }

  /** The input's index, or -1 in the padding. */
  private int input(Odometer output, Odometer tap) {
    int index = 0;
    for (int axis = 0; axis < window.axes(); axis++) {
      int at =
          output.index(axis) * window.strides().get(axis)
              - window.low().get(axis)
              + tap.index(axis) * window.dilations().get(axis);
      if (at < 0 || at >= spatial.dim(axis)) {
        return -1;
      }
      index = index * spatial.dim(axis) + at;
    }
    return index;
  }
}

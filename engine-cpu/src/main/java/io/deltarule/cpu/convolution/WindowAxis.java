package io.deltarule.cpu.convolution;

import io.deltarule.op.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One spatial axis of a product of patches: column t and tap i meet at source position {@code t *
 * stride + shifts[i]}, and belong to target position {@code first + t * spacing}.
 *
 * @param columns the number of columns
 * @param stride source positions from one column to the next
 * @param shifts where each tap is for column 0
 * @param taps which taps of the kernel these are
 * @param source the number of source positions; others are padding
 * @param first the target position of column 0
 * @param spacing target positions from one column to the next
 * @param target the number of target positions
 */
record WindowAxis(
    int columns,
    int stride,
    int[] shifts,
    int[] taps,
    int source,
    int first,
    int spacing,
    int target) {

  /** An axis of no extent, which makes the number of axes three. */
  static WindowAxis none() {
    return new WindowAxis(1, 1, new int[1], new int[1], 1, 0, 1, 1);
  }

  /** Columns are outputs, which take from the input. */
  static WindowAxis ofOutputs(Window window, int axis, int input, int kernel, int output) {
    int low = window.low().get(axis);
    int dilation = window.dilations().get(axis);
    int[] taps = IntStream.range(0, kernel).toArray();
    int[] shifts = IntStream.of(taps).map(r -> r * dilation - low).toArray();
    return new WindowAxis(output, window.strides().get(axis), shifts, taps, input, 0, 1, output);
  }

  /**
   * Columns are input positions, which take from the output: those of one remainder by the stride
   * at a time, because they meet the same taps. Remainders without a position are left out.
   */
  static List<WindowAxis> ofInputs(Window window, int axis, int input, int kernel, int output) {
    int stride = window.strides().get(axis);
    List<WindowAxis> phases = new ArrayList<>();
    for (int first = 0; first < Math.min(stride, input); first++) {
      int start = first + window.low().get(axis);
      int dilation = window.dilations().get(axis);
      int[] taps =
          IntStream.range(0, kernel).filter(r -> (start - r * dilation) % stride == 0).toArray();
      int[] shifts = IntStream.of(taps).map(r -> (start - r * dilation) / stride).toArray();
      int columns = (input - first + stride - 1) / stride;
      phases.add(new WindowAxis(columns, 1, shifts, taps, output, first, stride, input));
    }
    return phases;
  }

  /** True if every column takes one source position, its own. */
  boolean isIdentity() {
    return stride == 1
        && spacing == 1
        && shifts.length == 1
        && shifts[0] == 0
        && columns == source
        && columns == target;
  }

  /** True if columns and target positions are the same. */
  boolean isDense() {
    return first == 0 && spacing == 1 && columns == target;
  }

  /** The first column of which a tap lies within the source. */
  int from(int tap) {
    return Math.min(columns, Math.max(0, ceilDiv(-shifts[tap], stride)));
  }

  /** The column from which on a tap lies behind the source. */
  int to(int tap) {
    return Math.max(0, Math.min(columns, ceilDiv(source - shifts[tap], stride)));
  }

  private static int ceilDiv(int a, int b) {
    return -Math.floorDiv(-a, b);
  }
}

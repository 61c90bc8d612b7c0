package io.deltarule.cpu.pool;

import io.deltarule.op.Window;

/**
 * One spatial axis of a pooling window.
 *
 * @param kernel taps
 * @param stride input positions from one output to the next
 * @param low padding before the first position
 * @param dilation input positions from one tap to the next
 * @param input input positions
 * @param output outputs
 */
record PoolAxis(int kernel, int stride, int low, int dilation, int input, int output) {
  /** An axis of no extent, which makes the number of axes three. */
  static PoolAxis none() {
    return new PoolAxis(1, 1, 0, 1, 1, 1);
  }

  static PoolAxis of(Window window, int axis, int kernel, int input, int output) {
    return new PoolAxis(
        kernel,
        window.strides().get(axis),
        window.low().get(axis),
        window.dilations().get(axis),
        input,
        output);
  }

  /** The input position of an output's first tap, which may be in the padding. */
  int start(int o) {
    return o * stride - low;
  }

  /** The first tap of an output within the input. */
  int from(int o) {
    int start = start(o);
    return start >= 0 ? 0 : Math.min(kernel, (dilation - 1 - start) / dilation);
  }

  /** The tap of an output after which all are behind the input; not before the first. */
  int to(int o) {
    int start = start(o);
    int inside = start >= input ? 0 : (input - 1 - start) / dilation + 1;
    return Math.max(from(o), Math.min(kernel, inside));
  }

  /** True if all taps of an output lie within the input. */
  boolean isWhole(int o) {
    return from(o) == 0 && to(o) == kernel;
  }

  /** The first output of which a tap lies within the input. */
  int outputFrom(int tap) {
    int position = tap * dilation - low;
    return Math.min(output, position >= 0 ? 0 : (stride - 1 - position) / stride);
  }

  /** The output from which on a tap lies behind the input; not before the first. */
  int outputEnd(int tap) {
    int position = tap * dilation - low;
    int inside = position >= input ? 0 : (input - 1 - position) / stride + 1;
    return Math.max(outputFrom(tap), Math.min(output, inside));
  }
}

package io.deltarule.cpu.convolution;

/**
 * The weight of a convolution as the left operand of products of patches, a matrix [rows, inner
 * channels x taps] for each group: element (i, c, t) of group g lies at {@code g * group + i * row
 * + c * channel + taps[t]}.
 *
 * @param group elements from one group to the next
 * @param row elements from one row to the next
 * @param channel elements from one inner channel to the next
 */
record WeightLayout(int group, int row, int channel) {
  /** Rows are output channels, as a convolution has them. */
  static WeightLayout byOutputs(int outputs, int inputs, int taps) {
    return new WeightLayout(outputs * inputs * taps, inputs * taps, taps);
  }

  /** Rows are input channels, as the gradient by the input has them. */
  static WeightLayout byInputs(int outputs, int inputs, int taps) {
    return new WeightLayout(outputs * inputs * taps, taps, inputs * taps);
  }
}

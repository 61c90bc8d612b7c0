package io.deltarule.layer;

import io.deltarule.op.Window;
import io.deltarule.tensor.Shape;
import java.util.List;

/**
 * What convolution layers have in common.
 *
 * @param name the layer's class, for messages
 * @param in input channels
 * @param out output channels
 * @param kernel taps along each axis
 * @param window strides, padding, dilation
 * @param groups groups of channels
 * @param outputPadding what a transposed convolution adds to its output's sizes; zeros otherwise
 * @param weights first weights
 * @param biases first biases; null without a bias
 */
record ConvolutionSettings(
    String name,
    int in,
    int out,
    List<Integer> kernel,
    Window window,
    int groups,
    List<Integer> outputPadding,
    Initializer weights,
    Initializer biases) {
  ConvolutionSettings {
    if (in < 1 || out < 1) {
      throw new IllegalArgumentException(
          name + ": inChannels and outChannels must be 1 or more, got " + in + " and " + out);
    }
    if (groups < 1) {
      throw new IllegalArgumentException(name + ": groups must be 1 or more, got " + groups);
    }
    requireDivisible(name, "inChannels", in, groups);
    requireDivisible(name, "outChannels", out, groups);
  }

  private static void requireDivisible(String name, String what, int channels, int groups) {
    if (channels % groups != 0) {
      throw new IllegalArgumentException(
          name
              + ": "
              + what
              + " (="
              + channels
              + ") must be divisible by groups (="
              + groups
              + "); use a number of groups that divides both channel numbers");
    }
  }

  /** PyTorch's defaults: stride 1, no padding, a bias, uniform up to 1 / sqrt(fan in). */
  static ConvolutionSettings of(
      String name, int axes, int in, int out, int weightChannels, int... kernel) {
    List<Integer> taps = SpatialNumbers.of(name, "kernel", axes, 1, kernel);
    return new ConvolutionSettings(
            name,
            in,
            out,
            taps,
            Window.ofAxes(axes),
            1,
            Window.ofAxes(axes).low(),
            Initializers.kaimingUniform(Math.sqrt(5)),
            null)
        .withDefaultBias(weightChannels);
  }

  /** Biases uniform up to 1 / sqrt(fan in), for a weight of so many channels beside the first. */
  ConvolutionSettings withDefaultBias(int weightChannels) {
    Shape weight = Shape.of(1, weightChannels).append(Shape.of(kernel));
    double bound = 1 / Math.sqrt(Fan.of(weight).in());
    return withInitializers(weights, Initializers.uniform(-bound, bound));
  }

  ConvolutionSettings withWindow(Window other) {
    return new ConvolutionSettings(
        name, in, out, kernel, other, groups, outputPadding, weights, biases);
  }

  ConvolutionSettings withGroups(int other) {
    return new ConvolutionSettings(
        name, in, out, kernel, window, other, outputPadding, weights, biases);
  }

  ConvolutionSettings withOutputPadding(List<Integer> other) {
    return new ConvolutionSettings(name, in, out, kernel, window, groups, other, weights, biases);
  }

  ConvolutionSettings withInitializers(Initializer otherWeights, Initializer otherBiases) {
    return new ConvolutionSettings(
        name, in, out, kernel, window, groups, outputPadding, otherWeights, otherBiases);
  }

  /**
   * Checks an input.
   *
   * @throws IllegalArgumentException if it is not [N, in, spatial...]
   */
  void requireInput(Shape input, ForwardPass pass) {
    int axes = window.axes();
    if (input.rank() != axes + 2) {
      throw new IllegalArgumentException(
          name
              + " "
              + pass.where()
              + ": input must have "
              + (axes + 2)
              + " dimensions, samples, "
              + in
              + " channels and "
              + axes
              + " spatial, got "
              + input
              + "; reshape it");
    }
    if (input.dim(1) != in) {
      throw new IllegalArgumentException(
          name
              + " "
              + pass.where()
              + ": input must have "
              + in
              + " channels, got "
              + input
              + "; set inChannels to "
              + input.dim(1)
              + " or reshape the input");
    }
  }

  /** The settings that are not the defaults, for printing. */
  String text() {
    Window standard = Window.ofAxes(window.axes());
    StringBuilder text = new StringBuilder(name);
    text.append('(').append(in).append(" -> ").append(out);
    text.append(", kernel ").append(SpatialNumbers.text(kernel));
    text.append(SpatialNumbers.other("stride", window.strides(), standard.strides()));
    text.append(SpatialNumbers.other("padding", window.low(), standard.low()));
    if (!window.high().equals(window.low())) {
      text.append(" and ").append(SpatialNumbers.text(window.high()));
    }
    text.append(SpatialNumbers.other("output padding", outputPadding, standard.low()));
    text.append(SpatialNumbers.other("dilation", window.dilations(), standard.dilations()));
    text.append(groups == 1 ? "" : ", groups " + groups);
    return text.append(biases == null ? ", no bias)" : ")").toString();
  }
}

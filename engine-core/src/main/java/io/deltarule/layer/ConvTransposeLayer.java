package io.deltarule.layer;

import io.deltarule.graph.Value;
import io.deltarule.op.ConvolutionInputGradient;
import io.deltarule.op.Window;
import io.deltarule.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * A transposed convolution over one to three spatial axes with a bias, as {@code
 * torch.nn.ConvTranspose1d} to {@code ConvTranspose3d} have it: every input adds the kernel, times
 * itself, to the output (Zeiler et al. 2010, "Deconvolutional networks").
 *
 * <p>Input [N, in, spatial...], output [N, out, outputs...], with {@code (size - 1) stride - 2
 * padding + dilation (kernel - 1) + output padding + 1} outputs along an axis. Parameters: {@code
 * weight} [in, out / groups, kernel...] and {@code bias} [out], both uniform up to 1 / sqrt(out /
 * groups x taps) at first, as PyTorch draws them. Each setting takes one number for all axes or one
 * for each.
 *
 * @param <L> the layer
 */
public abstract sealed class ConvTransposeLayer<L extends ConvTransposeLayer<L>>
    extends KernelLayer<L> permits ConvTranspose1d, ConvTranspose2d, ConvTranspose3d {
  ConvTransposeLayer(ConvolutionSettings settings) {
    super(settings, settings.in(), settings.out());
  }

  /**
   * The same layer with so many outputs more at the end of each axis: of the sizes that a
   * convolution of this stride maps to the input's, it chooses one. Less than the stride or the
   * dilation, as the input is built.
   */
  public L withOutputPadding(int... padding) {
    return with(settings.withOutputPadding(numbers("outputPadding", 0, padding)));
  }

  /**
   * The adjoint of a convolution. Outputs that output padding adds take the place of padding after
   * the end; what is beyond that, and beyond what the convolution's stride would leave over, is
   * zeros.
   */
  @Override
  public final Value forward(Value input, ForwardPass pass) {
    settings.requireInput(input.shape(), pass);
    Window window = settings.window();
    List<Integer> spatial = new ArrayList<>();
    List<Integer> high = new ArrayList<>();
    List<Integer> zeros = new ArrayList<>();
    for (int axis = 0; axis < window.axes(); axis++) {
      int stride = window.strides().get(axis);
      int padding = window.low().get(axis);
      int added = settings.outputPadding().get(axis);
      long size = size(axis, input.shape(), pass);
      int beyond = Math.max(0, added - padding);
      int apart = beyond < stride ? 0 : beyond;
      spatial.add(Math.toIntExact(size - apart));
      high.add(Math.max(0, padding - added));
      zeros.add(apart);
    }
    Window adjoint = window.withPadding(window.low(), high);
    Value sum =
        input
            .graph()
            .apply(
                new ConvolutionInputGradient(adjoint, settings.groups(), spatial),
                input,
                pass.value(weight));
    for (int axis = 0; axis < zeros.size(); axis++) {
      sum = zeros.get(axis) == 0 ? sum : sum.pad(axis + 2, 0, zeros.get(axis));
    }
    return withBias(sum, pass);
  }

  /** The output's size along an axis. */
  private long size(int axis, Shape input, ForwardPass pass) {
    Window window = settings.window();
    int stride = window.strides().get(axis);
    int added = settings.outputPadding().get(axis);
    if (added >= Math.max(stride, window.dilations().get(axis))) {
      throw new IllegalArgumentException(
          settings.name()
              + " "
              + pass.where()
              + ": outputPadding must be less than the stride or the dilation, got "
              + settings.outputPadding()
              + " with stride "
              + window.strides()
              + " and dilation "
              + window.dilations());
    }
    long size =
        (input.dim(axis + 2) - 1L) * stride
            - 2L * window.low().get(axis)
            + window.span(axis, settings.kernel().get(axis))
            + added;
    if (input.dim(axis + 2) < 1) {
      throw new IllegalArgumentException(
          settings.name()
              + " "
              + pass.where()
              + ": the input must have 1 position or more along spatial axis "
              + axis
              + ", got "
              + input);
    }
    int beyond = Math.max(0, added - window.low().get(axis));
    if (size - (beyond < stride ? 0 : beyond) < 1) {
      throw new IllegalArgumentException(
          settings.name()
              + " "
              + pass.where()
              + ": the output must have 1 position or more along spatial axis "
              + axis
              + ", got "
              + size
              + " for input "
              + input
              + "; use less padding, or less output padding");
    }
    return size;
  }
}

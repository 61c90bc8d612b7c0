package io.deltarule.layer;

import io.deltarule.graph.Value;
import io.deltarule.op.Window;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A convolution over one to three spatial axes with a bias, as {@code torch.nn.Conv1d} to {@code
 * Conv3d} have it: settings and parameters.
 *
 * <p>Input [N, in, spatial...], output [N, out, outputs...], with {@code (size + padding - dilation
 * (kernel - 1) - 1) / stride + 1} outputs along an axis, rounded down. Parameters: {@code weight}
 * [out, in / groups, kernel...] and {@code bias} [out], both uniform up to 1 / sqrt(in / groups x
 * taps) at first, as PyTorch draws them. Each setting takes one number for all axes or one for
 * each.
 *
 * @param <L> the layer
 */
public abstract sealed class ConvolutionLayer<L extends ConvolutionLayer<L>> extends KernelLayer<L>
    permits Conv1d, Conv2d, Conv3d {
  ConvolutionLayer(ConvolutionSettings settings) {
    super(settings, settings.out(), settings.in());
  }

  /** The same layer with so many zeros before and after the elements of each axis. */
  public L withPadding(List<Integer> before, List<Integer> after) {
    int[] low = before.stream().mapToInt(Integer::intValue).toArray();
    int[] high = after.stream().mapToInt(Integer::intValue).toArray();
    Window window =
        settings.window().withPadding(numbers("padding", 0, low), numbers("padding", 0, high));
    return with(settings.withWindow(window));
  }

  /**
   * The same layer with the padding that keeps sizes, {@code dilation (kernel - 1)} in all, of
   * which the larger half comes after: PyTorch's {@code padding='same'}. Stride and dilation are to
   * be chosen before.
   *
   * @throws IllegalArgumentException if the stride is not 1
   */
  public L withSamePadding() {
    Window window = settings.window();
    if (!window.strides().equals(Collections.nCopies(window.axes(), 1))) {
      throw new IllegalArgumentException(
          settings.name()
              + ": same padding keeps sizes, so the stride must be 1, got "
              + window.strides()
              + "; give the padding in numbers");
    }
    List<Integer> before = new ArrayList<>();
    List<Integer> after = new ArrayList<>();
    for (int axis = 0; axis < window.axes(); axis++) {
      int all = Math.toIntExact(window.span(axis, settings.kernel().get(axis)) - 1);
      before.add(all / 2);
      after.add(all - all / 2);
    }
    return with(settings.withWindow(window.withPadding(before, after)));
  }

  @Override
  public final Value forward(Value input, ForwardPass pass) {
    settings.requireInput(input.shape(), pass);
    return withBias(
        input.convolution(pass.value(weight), settings.window(), settings.groups()), pass);
  }
}

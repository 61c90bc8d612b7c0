package io.deltarule.layer;

import io.deltarule.graph.Value;

/**
 * The maximum of windows over one to three spatial axes, as {@code torch.nn.MaxPool1d} to {@code
 * MaxPool3d} have it. Of equal elements the first gets the gradient.
 *
 * <p>Input [N, C, spatial...], output [N, C, outputs...], with {@code (size + 2 padding - dilation
 * (kernel - 1) - 1) / stride + 1} outputs along an axis, rounded down. The padding is never taken.
 *
 * @param <L> the layer
 */
public abstract sealed class MaxPoolLayer<L extends MaxPoolLayer<L>> implements Layer
    permits MaxPool1d, MaxPool2d, MaxPool3d {
  private final PoolSettings settings;

  MaxPoolLayer(PoolSettings settings) {
    this.settings = settings;
  }

  /** The same kind of layer with other settings. */
  abstract L with(PoolSettings other);

  /** The same layer with other strides, 1 or more. */
  public L withStride(int... stride) {
    return with(settings.withStride(stride));
  }

  /** The same layer with padding on both sides of each axis, at most half of the kernel. */
  public L withPadding(int... padding) {
    return with(settings.withPadding(padding));
  }

  /** The same layer with other distances between the elements of a window, 1 or more. */
  public L withDilation(int... dilation) {
    return with(settings.withDilation(dilation));
  }

  @Override
  public final Value forward(Value input, ForwardPass pass) {
    settings.requireInput(input.shape(), pass);
    return input.maxPool(settings.kernel(), settings.window());
  }

  @Override
  public final String toString() {
    return settings.text("");
  }
}

package io.deltarule.layer;

import io.deltarule.graph.Value;

/**
 * The mean of windows over one to three spatial axes, as {@code torch.nn.AvgPool1d} to {@code
 * AvgPool3d} have it.
 *
 * <p>Input [N, C, spatial...], output [N, C, outputs...], with {@code (size + 2 padding - kernel) /
 * stride + 1} outputs along an axis, rounded down. The padding counts as zeros, or not at all.
 *
 * @param <L> the layer
 */
public abstract sealed class AvgPoolLayer<L extends AvgPoolLayer<L>> implements Layer
    permits AvgPool1d, AvgPool2d, AvgPool3d {
  private final PoolSettings settings;
  private final boolean countsPadding;

  AvgPoolLayer(PoolSettings settings, boolean countsPadding) {
    this.settings = settings;
    this.countsPadding = countsPadding;
  }

  /** The same kind of layer with other settings. */
  abstract L with(PoolSettings other, boolean otherCountsPadding);

  /** The same layer with other strides, 1 or more. */
  public L withStride(int... stride) {
    return with(settings.withStride(stride), countsPadding);
  }

  /** The same layer with zeros on both sides of each axis, at most half of the kernel. */
  public L withPadding(int... padding) {
    return with(settings.withPadding(padding), countsPadding);
  }

  /** The same layer with means over elements alone: PyTorch's {@code count_include_pad=False}. */
  public L withoutCountingPadding() {
    return with(settings, false);
  }

  @Override
  public final Value forward(Value input, ForwardPass pass) {
    settings.requireInput(input.shape(), pass);
    return input.averagePool(settings.kernel(), settings.window(), countsPadding);
  }

  @Override
  public final String toString() {
    return settings.text(countsPadding ? "" : ", padding not counted");
  }
}

package io.deltarule.layer;

/**
 * The mean of windows over two spatial axes, those of images: {@code torch.nn.AvgPool2d}. Input [N,
 * C, H, W].
 */
public final class AvgPool2d extends AvgPoolLayer<AvgPool2d> {
  private AvgPool2d(PoolSettings settings, boolean countsPadding) {
    super(settings, countsPadding);
  }

  /**
   * Windows side by side: the stride is the kernel.
   *
   * @param kernel the window's size, one number for all axes or one for each
   */
  public static AvgPool2d of(int... kernel) {
    return new AvgPool2d(PoolSettings.of("AvgPool2d", 2, kernel), true);
  }

  @Override
  AvgPool2d with(PoolSettings other, boolean countsPadding) {
    return new AvgPool2d(other, countsPadding);
  }
}

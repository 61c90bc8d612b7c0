package io.deltarule.layer;

/**
 * The mean of windows over three spatial axes, such as those of volumes or of films: {@code
 * torch.nn.AvgPool3d}. Input [N, C, D, H, W].
 */
public final class AvgPool3d extends AvgPoolLayer<AvgPool3d> {
  private AvgPool3d(PoolSettings settings, boolean countsPadding) {
    super(settings, countsPadding);
  }

  /**
   * Windows side by side: the stride is the kernel.
   *
   * @param kernel the window's size, one number for all axes or one for each
   */
  public static AvgPool3d of(int... kernel) {
    return new AvgPool3d(PoolSettings.of("AvgPool3d", 3, kernel), true);
  }

  @Override
  AvgPool3d with(PoolSettings other, boolean countsPadding) {
    return new AvgPool3d(other, countsPadding);
  }
}

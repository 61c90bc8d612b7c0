package io.deltarule.layer;

/**
 * The mean of windows over one spatial axis, such as time: {@code torch.nn.AvgPool1d}. Input [N, C,
 * W].
 */
public final class AvgPool1d extends AvgPoolLayer<AvgPool1d> {
  private AvgPool1d(PoolSettings settings, boolean countsPadding) {
    super(settings, countsPadding);
  }

  /**
   * Windows side by side: the stride is the kernel.
   *
   * @param kernel the window's size, one number for all axes or one for each
   */
  public static AvgPool1d of(int... kernel) {
    return new AvgPool1d(PoolSettings.of("AvgPool1d", 1, kernel), true);
  }

  @Override
  AvgPool1d with(PoolSettings other, boolean countsPadding) {
    return new AvgPool1d(other, countsPadding);
  }
}

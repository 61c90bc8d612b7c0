package io.deltarule.layer;

/**
 * The maximum of windows over three spatial axes, such as those of volumes or of films: {@code
 * torch.nn.MaxPool3d}. Input [N, C, D, H, W].
 */
public final class MaxPool3d extends MaxPoolLayer<MaxPool3d> {
  private MaxPool3d(PoolSettings settings) {
    super(settings);
  }

  /**
   * Windows side by side: the stride is the kernel.
   *
   * @param kernel the window's size, one number for all axes or one for each
   */
  public static MaxPool3d of(int... kernel) {
    return new MaxPool3d(PoolSettings.of("MaxPool3d", 3, kernel));
  }

  @Override
  MaxPool3d with(PoolSettings other) {
    return new MaxPool3d(other);
  }
}

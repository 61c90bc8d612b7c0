package io.deltarule.layer;

/**
 * The maximum of windows over one spatial axis, such as time: {@code torch.nn.MaxPool1d}. Input [N,
 * C, W].
 */
public final class MaxPool1d extends MaxPoolLayer<MaxPool1d> {
  private MaxPool1d(PoolSettings settings) {
    super(settings);
  }

  /**
   * Windows side by side: the stride is the kernel.
   *
   * @param kernel the window's size, one number for all axes or one for each
   */
  public static MaxPool1d of(int... kernel) {
    return new MaxPool1d(PoolSettings.of("MaxPool1d", 1, kernel));
  }

  @Override
  MaxPool1d with(PoolSettings other) {
    return new MaxPool1d(other);
  }
}

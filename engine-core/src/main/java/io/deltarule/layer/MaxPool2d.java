package io.deltarule.layer;

/**
 * The maximum of windows over two spatial axes, those of images: {@code torch.nn.MaxPool2d}. Input
 * [N, C, H, W].
 */
public final class MaxPool2d extends MaxPoolLayer<MaxPool2d> {
  private MaxPool2d(PoolSettings settings) {
    super(settings);
  }

  /**
   * Windows side by side: the stride is the kernel.
   *
   * @param kernel the window's size, one number for all axes or one for each
   */
  public static MaxPool2d of(int... kernel) {
    return new MaxPool2d(PoolSettings.of("MaxPool2d", 2, kernel));
  }

  @Override
  MaxPool2d with(PoolSettings other) {
    return new MaxPool2d(other);
  }
}

package io.deltarule.layer;

/**
 * Convolution over two spatial axes, those of images: {@code torch.nn.Conv2d}. Input [N, in, H, W].
 */
public final class Conv2d extends ConvolutionLayer<Conv2d> {
  private Conv2d(ConvolutionSettings settings) {
    super(settings);
  }

  /**
   * A layer of stride 1 without padding, with a bias.
   *
   * @param kernel taps, one number for all axes or one for each
   */
  public static Conv2d of(int inChannels, int outChannels, int... kernel) {
    return new Conv2d(
        ConvolutionSettings.of("Conv2d", 2, inChannels, outChannels, inChannels, kernel));
  }

  @Override
  Conv2d with(ConvolutionSettings other) {
    return new Conv2d(other);
  }
}

package io.deltarule.layer;

/**
 * Convolution over three spatial axes, such as those of volumes or of films: {@code
 * torch.nn.Conv3d}. Input [N, in, D, H, W].
 */
public final class Conv3d extends ConvolutionLayer<Conv3d> {
  private Conv3d(ConvolutionSettings settings) {
    super(settings);
  }

  /**
   * A layer of stride 1 without padding, with a bias.
   *
   * @param kernel taps, one number for all axes or one for each
   */
  public static Conv3d of(int inChannels, int outChannels, int... kernel) {
    return new Conv3d(
        ConvolutionSettings.of("Conv3d", 3, inChannels, outChannels, inChannels, kernel));
  }

  @Override
  Conv3d with(ConvolutionSettings other) {
    return new Conv3d(other);
  }
}

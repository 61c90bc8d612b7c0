package io.deltarule.layer;

/**
 * Transposed convolution over two spatial axes, those of images: {@code torch.nn.ConvTranspose2d}.
 * Input [N, in, H, W].
 */
public final class ConvTranspose2d extends ConvTransposeLayer<ConvTranspose2d> {
  private ConvTranspose2d(ConvolutionSettings settings) {
    super(settings);
  }

  /**
   * A layer of stride 1 without padding, with a bias.
   *
   * @param kernel taps, one number for all axes or one for each
   */
  public static ConvTranspose2d of(int inChannels, int outChannels, int... kernel) {
    return new ConvTranspose2d(
        ConvolutionSettings.of("ConvTranspose2d", 2, inChannels, outChannels, outChannels, kernel));
  }

  @Override
  ConvTranspose2d with(ConvolutionSettings other) {
    return new ConvTranspose2d(other);
  }
}

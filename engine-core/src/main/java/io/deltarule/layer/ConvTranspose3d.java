package io.deltarule.layer;

/**
 * Transposed convolution over three spatial axes, such as those of volumes or of films: {@code
 * torch.nn.ConvTranspose3d}. Input [N, in, D, H, W].
 */
public final class ConvTranspose3d extends ConvTransposeLayer<ConvTranspose3d> {
  private ConvTranspose3d(ConvolutionSettings settings) {
    super(settings);
  }

  /**
   * A layer of stride 1 without padding, with a bias.
   *
   * @param kernel taps, one number for all axes or one for each
   */
  public static ConvTranspose3d of(int inChannels, int outChannels, int... kernel) {
    return new ConvTranspose3d(
        ConvolutionSettings.of("ConvTranspose3d", 3, inChannels, outChannels, outChannels, kernel));
  }

  @Override
  ConvTranspose3d with(ConvolutionSettings other) {
    return new ConvTranspose3d(other);
  }
}

package io.deltarule.layer;

/**
 * Transposed convolution over one spatial axis, such as time: {@code torch.nn.ConvTranspose1d}.
 * Input [N, in, W].
 */
public final class ConvTranspose1d extends ConvTransposeLayer<ConvTranspose1d> {
  private ConvTranspose1d(ConvolutionSettings settings) {
    super(settings);
  }

  /**
   * A layer of stride 1 without padding, with a bias.
   *
   * @param kernel taps, one number for all axes or one for each
   */
  public static ConvTranspose1d of(int inChannels, int outChannels, int... kernel) {
    return new ConvTranspose1d(
        ConvolutionSettings.of("ConvTranspose1d", 1, inChannels, outChannels, outChannels, kernel));
  }

  @Override
  ConvTranspose1d with(ConvolutionSettings other) {
    return new ConvTranspose1d(other);
  }
}

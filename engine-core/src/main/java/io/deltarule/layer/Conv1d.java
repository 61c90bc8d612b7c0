package io.deltarule.layer;

/** Convolution over one spatial axis, such as time: {@code torch.nn.Conv1d}. Input [N, in, W]. */
public final class Conv1d extends ConvolutionLayer<Conv1d> {
  private Conv1d(ConvolutionSettings settings) {
    super(settings);
  }

  /**
   * A layer of stride 1 without padding, with a bias.
   *
   * @param kernel taps, one number for all axes or one for each
   */
  public static Conv1d of(int inChannels, int outChannels, int... kernel) {
    return new Conv1d(
        ConvolutionSettings.of("Conv1d", 1, inChannels, outChannels, inChannels, kernel));
  }

  @Override
  Conv1d with(ConvolutionSettings other) {
    return new Conv1d(other);
  }
}

package io.deltarule.layer;

import io.deltarule.graph.Value;

/**
 * Dropout of whole channels (Tompson et al. 2015, "Efficient object localization using
 * convolutional networks"): in training, every channel of every sample is zeroed with probability p
 * and the others are scaled by 1 / (1 - p); in evaluation, the input itself. {@code
 * torch.nn.Dropout1d}, {@code 2d} and {@code 3d}.
 *
 * <p>Input [N, C, ...], output of the same shape. The draws are counter-based: the same for a seed
 * and step on every backend.
 *
 * @param probability p, from 0 to 1; with 1 the output is zero
 */
public record ChannelDropout(double probability) implements Layer {
  public ChannelDropout {
    DroppedParts.probability("ChannelDropout", probability);
  }

  public static ChannelDropout of(double probability) {
    return new ChannelDropout(probability);
  }

  @Override
  public Value forward(Value input, ForwardPass pass) {
    if (input.shape().rank() < 3) {
      throw new IllegalArgumentException(
          "ChannelDropout "
              + pass.where()
              + ": input must be [N, C, positions...], got "
              + input.shape()
              + "; use Dropout where a channel is one number");
    }
    return DroppedParts.of(input, DroppedParts.constantFrom(2, input.shape()), probability, pass);
  }
}

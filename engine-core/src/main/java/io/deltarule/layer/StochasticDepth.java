package io.deltarule.layer;

import io.deltarule.graph.Value;

/**
 * Stochastic depth, also called path dropout (Huang et al. 2016, "Deep networks with stochastic
 * depth"): the last layer of a {@link Residual}'s body. In training, it zeroes whole samples with
 * probability p, so that these skip the body, and scales the others by 1 / (1 - p); in evaluation,
 * it gives the input itself. {@code torchvision.ops.StochasticDepth} in its "row" mode.
 *
 * <p>Input [N, ...], output of the same shape. The draws are counter-based: the same for a seed and
 * step on every backend.
 *
 * @param probability p, from 0 to 1; with 1 the output is zero
 */
public record StochasticDepth(double probability) implements Layer {
  public StochasticDepth {
    DroppedParts.probability("StochasticDepth", probability);
  }

  public static StochasticDepth of(double probability) {
    return new StochasticDepth(probability);
  }

  @Override
  public Value forward(Value input, ForwardPass pass) {
    if (input.shape().rank() < 1) {
      throw new IllegalArgumentException(
          "StochasticDepth " + pass.where() + ": input must have a batch dimension, got []");
    }
    return DroppedParts.of(input, DroppedParts.constantFrom(1, input.shape()), probability, pass);
  }
}

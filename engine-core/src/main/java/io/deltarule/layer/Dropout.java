package io.deltarule.layer;

import io.deltarule.graph.Value;

/**
 * Inverted dropout (Srivastava et al. 2014): in training, every element is zeroed with probability
 * p and the others are scaled by 1 / (1 - p); in evaluation, the input itself. The output has the
 * input's shape.
 *
 * <p>The draws are counter-based: the same for a seed and step on every backend.
 *
 * @param probability p, from 0 to 1; with 1 the output is zero
 */
public record Dropout(double probability) implements Layer {
  public Dropout {
    DroppedParts.probability("Dropout", probability);
  }

  public static Dropout of(double probability) {
    return new Dropout(probability);
  }

  @Override
  public Value forward(Value input, ForwardPass pass) {
    return DroppedParts.of(input, input.shape(), probability, pass);
  }
}

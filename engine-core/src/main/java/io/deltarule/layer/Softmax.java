package io.deltarule.layer;

import io.deltarule.graph.Value;

/**
 * Softmax, or its logarithm, along an axis. The output has the input's shape. Before a
 * cross-entropy leave it out: that loss takes logits.
 *
 * @param axis the axis; a negative one counts from the end
 * @param logarithm whether the logarithm is given
 */
public record Softmax(int axis, boolean logarithm) implements Layer {
  /** Softmax along the last axis. */
  public static Softmax overLastAxis() {
    return new Softmax(-1, false);
  }

  /** Log-softmax along the last axis. */
  public static Softmax logOverLastAxis() {
    return new Softmax(-1, true);
  }

  @Override
  public Value forward(Value input, ForwardPass pass) {
    return logarithm ? input.logSoftmax(axis) : input.softmax(axis);
  }
}

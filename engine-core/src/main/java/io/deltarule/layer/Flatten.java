package io.deltarule.layer;

import io.deltarule.graph.Value;

/** All dimensions after the first (the batch) joined into one: [B, ...] -> [B, product]. */
public record Flatten() implements Layer {
  @Override
  public Value forward(Value input, ForwardPass pass) {
    if (input.shape().rank() < 1) {
      throw new IllegalArgumentException(
          "Flatten " + pass.where() + ": input must have a batch dimension, got " + input.shape());
    }
    long rest = input.shape().slice(1, input.shape().rank()).elementCount();
    return input.reshape(input.shape().dim(0), Math.toIntExact(rest));
  }
}

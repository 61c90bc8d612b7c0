package io.deltarule.layer;

import io.deltarule.graph.Value;
import io.deltarule.tensor.Shape;

/**
 * Another shape for every sample: [B, ...] -> [B, shape].
 *
 * @param sample the shape of one sample, without the batch dimension
 */
public record ReshapeSamples(Shape sample) implements Layer {
  @Override
  public Value forward(Value input, ForwardPass pass) {
    if (input.shape().rank() < 1) {
      throw new IllegalArgumentException(
          "ReshapeSamples "
              + pass.where()
              + ": input must have a batch dimension, got "
              + input.shape()
              + "; give [B, ...] with "
              + sample.elementCount()
              + " a sample");
    }
    int batch = input.shape().dim(0);
    Shape found = input.shape().slice(1, input.shape().rank());
    if (found.elementCount() != sample.elementCount()) {
      throw new IllegalArgumentException(
          "ReshapeSamples "
              + pass.where()
              + ": a sample must have "
              + sample.elementCount()
              + " elements for shape "
              + sample
              + ", got "
              + found.elementCount()
              + " in "
              + found);
    }
    return input.reshape(Shape.of(batch).append(sample));
  }
}

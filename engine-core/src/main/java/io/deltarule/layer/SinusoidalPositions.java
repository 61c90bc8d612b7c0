package io.deltarule.layer;

import io.deltarule.graph.Value;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;

/**
 * Adds to position t of a sequence {@code sin(t / 10000^(2 i / D))} at element 2 i and the cosine
 * of the same at 2 i + 1 (Vaswani et al. 2017). Input and output [..., T, D]. No parameters.
 */
public record SinusoidalPositions() implements Layer {
  @Override
  public Value forward(Value input, ForwardPass pass) {
    FloatInput.require("SinusoidalPositions", input, pass);
    Shape shape = input.shape();
    if (shape.rank() < 2) {
      throw new IllegalArgumentException(
          "SinusoidalPositions "
              + pass.where()
              + ": input must be [..., T, D], got "
              + shape
              + "; embed the sequence first.");
    }
    int width = shape.dim(-1);
    // Rounded here, so that every backend adds the same numbers.
    float[] values = new float[shape.dim(-2) * width];
    for (int i = 0; i < values.length; i++) {
      int element = i % width;
      int position = i / width;
      double angle = position * Math.pow(10_000, -(element - element % 2) / (double) width);
      values[i] = (float) (element % 2 == 0 ? Math.sin(angle) : Math.cos(angle));
    }
    Tensor table = Tensor.of(Shape.of(shape.dim(-2), width), values);
    return input.add(input.graph().constant(table));
  }

  @Override
  public String toString() {
    return "SinusoidalPositions()";
  }
}

package io.deltarule.layer;

import io.deltarule.graph.Value;
import io.deltarule.tensor.Shape;
import java.util.Map;

/**
 * Adds a learned vector for each position. Input and output [..., T, width], T up to the context.
 * Parameter: {@code weight} [context, width], normal with deviation 0.02 at first, as in GPT-2.
 */
public final class LearnedPositions implements Layer {
  private final int context;
  private final int width;
  private final Parameter weight;

  private LearnedPositions(int context, int width) {
    this.context = context;
    this.width = width;
    weight = Parameter.decaying(Shape.of(context, width), Initializers.normal(0.02));
  }

  /** A layer for sequences of up to {@code context} positions. */
  public static LearnedPositions of(int context, int width) {
    if (context < 1 || width < 1) {
      throw new IllegalArgumentException(
          "LearnedPositions: context and width must be 1 or more, got "
              + context
              + " and "
              + width
              + "; give the longest sequence and the length of a vector");
    }
    return new LearnedPositions(context, width);
  }

  @Override
  public Map<String, Parameter> parameters() {
    return Map.of("weight", weight);
  }

  @Override
  public Value forward(Value input, ForwardPass pass) {
    FloatInput.require("LearnedPositions", input, pass);
    Shape shape = input.shape();
    if (shape.rank() < 2 || shape.dim(-1) != width || shape.dim(-2) > context) {
      throw new IllegalArgumentException(
          "LearnedPositions "
              + pass.where()
              + ": input must be [..., T, "
              + width
              + "] with T at most the context "
              + context
              + ", got "
              + shape
              + "; cut the sequence, or make the context longer.");
    }
    return input.add(pass.value(weight).slice(0, 0, shape.dim(-2)));
  }

  /** Adds the vector of one position, INT32 [1], to [B, 1, width]. */
  Value at(Value position, Value input, ForwardPass pass) {
    return input.add(pass.value(weight).gather(position));
  }

  @Override
  public String toString() {
    return "LearnedPositions(" + context + " x " + width + ")";
  }
}

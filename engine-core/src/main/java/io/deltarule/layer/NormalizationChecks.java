package io.deltarule.layer;

import io.deltarule.tensor.Shape;

/** Checks at the construction of normalising layers. */
final class NormalizationChecks {
  private NormalizationChecks() {}

  static double epsilon(String layer, double value) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY && (float) value > 0)) {
      throw new IllegalArgumentException(
          layer + ": eps must be more than 0 and finite, in float32, too, got " + value);
    }
    return value;
  }

  static int positive(String layer, String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(layer + ": " + name + " must be 1 or more, got " + value);
    }
    return value;
  }

  /** The shape of what is normalised together: some last axes, each of size 1 or more. */
  static Shape normalized(String layer, int... dims) {
    if (dims.length == 0) {
      throw new IllegalArgumentException(layer + ": give the sizes of the last axes, got none");
    }
    for (int dim : dims) {
      positive(layer, "each size", dim);
    }
    return Shape.of(dims);
  }

  /** Checks that an input ends with the axes that are normalised together. */
  static void requireLast(String layer, Shape normalized, Shape input, ForwardPass pass) {
    int first = input.rank() - normalized.rank();
    if (first < 0 || !input.slice(first, input.rank()).equals(normalized)) {
      throw new IllegalArgumentException(
          layer
              + " "
              + pass.where()
              + ": input must end with the dimensions "
              + normalized
              + ", got "
              + input
              + (first < 0
                  ? "; reshape it"
                  : "; normalise over " + input.slice(first, input.rank()) + " or reshape it"));
    }
  }
}

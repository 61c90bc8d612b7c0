package io.deltarule.loss;

import io.deltarule.graph.Value;

/** Checks of what a loss is applied to. */
final class Shapes {
  private Shapes() {}

  static void requireSame(String loss, Value prediction, Value target) {
    if (!prediction.type().equals(target.type()) || !prediction.dtype().isFloating()) {
      throw new IllegalArgumentException(
          loss
              + ": prediction and target must be FLOAT32 of one shape, got "
              + prediction.type()
              + " and "
              + target.type()
              + "; reshape one of them");
    }
  }

  static void requirePositive(String loss, String name, double value) {
    if (!(value > 0 && Double.isFinite(value))) {
      throw new IllegalArgumentException(
          loss + ": " + name + " must be positive and finite, got " + value);
    }
  }
}

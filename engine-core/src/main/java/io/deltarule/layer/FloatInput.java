package io.deltarule.layer;

import io.deltarule.graph.Value;

/** Refuses indices where a layer computes with numbers, before an expression would. */
final class FloatInput {
  private FloatInput() {}

  /**
   * Checks an input.
   *
   * @param layer the layer's name
   * @throws IllegalArgumentException if the input is INT32, naming the layer and the remedy
   */
  static void require(String layer, Value input, ForwardPass pass) {
    if (!input.dtype().isFloating()) {
      throw new IllegalArgumentException(
          layer
              + " "
              + pass.where()
              + ": input must be FLOAT32, got "
              + input.type()
              + "; convert it with toFloat(), or look indices up with an Embedding");
    }
  }
}

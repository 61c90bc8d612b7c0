package io.deltarule.layer;

import io.deltarule.random.RandomStream;
import io.deltarule.tensor.Shape;

/** Gives a parameter its first values. */
@FunctionalInterface
public interface Initializer {
  /**
   * The first values, row-major.
   *
   * @param shape the parameter's shape
   * @param random a stream of its own for every parameter, so that adding one changes no other
   */
  float[] initialize(Shape shape, RandomStream random);
}

package io.deltarule.layer;

import io.deltarule.random.RandomStream;
import io.deltarule.tensor.Shape;
import java.util.function.DoubleSupplier;

/** Gives a parameter its first values. */
@FunctionalInterface
public interface Initializer {
  /**
   * The first values, row-major, one after the other; they are rounded to float32. A large
   * parameter is written as they come, so an initialiser had better compute each when it is asked
   * for.
   *
   * @param shape the parameter's shape
   * @param random a stream of its own for every parameter, so that adding one changes no other
   * @throws IllegalArgumentException if it cannot initialise this shape
   */
  DoubleSupplier values(Shape shape, RandomStream random);
}

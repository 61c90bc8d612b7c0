package io.deltarule.loss;

import io.deltarule.graph.Value;
import io.deltarule.tensor.Shape;
import java.util.Optional;

/**
 * A loss: how far predictions are from targets.
 *
 * <p>Most losses are built with a {@link Reduction}; training needs one number.
 */
@FunctionalInterface
public interface Loss {
  /**
   * Adds the loss to the graph.
   *
   * @param prediction what the model gave, FLOAT32
   * @param target labels, INT32 [B], or values, FLOAT32 of the prediction's shape, as the loss says
   * @return the loss, FLOAT32: a scalar, or one number a sample or element without reduction
   * @throws IllegalArgumentException if the shapes or types do not fit, with the remedy
   */
  Value apply(Value prediction, Value target);

  /** The labels that this takes for predictions of a shape, if it takes labels of a range. */
  default Optional<LabelRange> labels(Shape prediction) {
    return Optional.empty();
  }
}

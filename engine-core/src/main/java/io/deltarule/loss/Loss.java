package io.deltarule.loss;

import io.deltarule.graph.Value;

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
}

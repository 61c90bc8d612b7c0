package io.deltarule.optim;

import io.deltarule.graph.Value;

/**
 * One link of an optimizer: turns the updates of a group of parameters into other updates. The
 * first link receives the gradient; what the last one gives is added to the parameters. State is
 * kept in slots ({@link UpdateContext#slot}).
 *
 * <p>The composition of init and update functions follows optax (DeepMind 2020).
 */
@FunctionalInterface
public interface Transformation {
  /**
   * Adds the transformation to a graph.
   *
   * @param context the group's parameters, the step's scalars, the slots
   * @param update the updates so far [n], FLOAT32
   * @return the new updates [n]
   */
  Value update(UpdateContext context, Value update);
}

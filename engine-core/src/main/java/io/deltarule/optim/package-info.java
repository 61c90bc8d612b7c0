/**
 * Optimizers, composed of transformations from gradient to update, and learning-rate schedules.
 *
 * <p>Depends on graph, op, expr and layer.
 */
package io.deltarule.optim;

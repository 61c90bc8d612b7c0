/**
 * Losses, in stable forms throughout.
 *
 * <p>Depends on graph, op, expr and tensor.
 */
package io.deltarule.loss;

/**
 * Automatic differentiation.
 *
 * <p>{@link io.deltarule.autodiff.ReverseMode} turns a scalar of a graph into its gradients, as
 * more of the same graph, by the operations' own gradient rules; it knows no operation. {@link
 * io.deltarule.autodiff.Checkpoint} marks segments whose intermediate results are computed again in
 * the backward pass instead of being kept.
 *
 * <p>Depends on graph and op.
 */
package io.deltarule.autodiff;

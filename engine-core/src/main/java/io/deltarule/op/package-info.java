/**
 * The primitive operations: one record each, with its attributes, its shape rule and its gradient
 * rule.
 *
 * <p>A gradient rule returns more graph, made of the same operations, so that automatic
 * differentiation, the compiler and the backends know no special backward pass, and gradients have
 * gradients. {@link io.deltarule.op.Op} is sealed; a backend implements one method for each
 * operation that computes ({@code io.deltarule.backend.KernelFactory}).
 *
 * <p>Depends on tensor, expr and graph.
 */
package io.deltarule.op;

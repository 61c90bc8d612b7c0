/**
 * The graph: a network as data.
 *
 * <p>A {@link io.deltarule.graph.Graph} is an append-only list of {@link io.deltarule.graph.Node}s,
 * each an operation ({@link io.deltarule.op.Op}) applied to {@link io.deltarule.graph.Value}s.
 * Shapes and element types are inferred as a node is added, so that every shape error surfaces
 * there. {@link io.deltarule.graph.Variable}s are what outlives a step; a {@link
 * io.deltarule.graph.Computation} names the values that a program wants and the variables it
 * assigns.
 *
 * <p>Depends on tensor, expr and op (which depends on this package for its gradient rules).
 */
package io.deltarule.graph;

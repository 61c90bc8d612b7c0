/**
 * The optimising passes between a graph and its plan, one a file: each takes a computation and gives
 * an equivalent one. {@link io.deltarule.compile.Compiler} applies them in order.
 *
 * <p>Depends on graph, op, expr and tensor.
 */
package io.deltarule.compile;

/**
 * The optimising passes between a graph and its plan, one a file: each takes a computation and
 * gives an equivalent one in a new graph. {@link io.deltarule.compile.Compiler} applies them in
 * order.
 *
 * <p>First what needs no kernel goes ({@code IdentityRemoval}, {@code ConstantFolding}, {@code
 * CommonSubexpressions}, {@code DeadCode}, {@code TransposeFolding}), what is written only to be
 * summed ({@code BagFusion}, {@code SumsOfSquares}) and what is multiplied many times over ({@code
 * GatheredProducts}); then {@code PointwiseFusion} and {@code EpilogueFusion} make few large
 * kernels of what is left; {@code BarrierRemoval} is last. All are {@code Rewriter}s. The order of
 * a graph's nodes is its schedule, and a pass keeps it as far as it can, because it decides how
 * much memory is occupied.
 *
 * <p>Depends on graph, op, expr and tensor.
 */
package io.deltarule.compile;

/**
 * The contract between the engine and a backend, and the engine itself.
 *
 * <p>A backend provides {@link io.deltarule.backend.Memory}, and a {@link
 * io.deltarule.backend.KernelFactory} with one method for each primitive operation, which binds a
 * kernel to its operands' places. {@link io.deltarule.backend.BackendProvider}s are found with
 * {@code ServiceLoader}; {@link io.deltarule.backend.Engine} selects one, owns what it hands out
 * and closes it. {@link io.deltarule.backend.State} holds variables and outlives the {@link
 * io.deltarule.backend.Executable}s that share it.
 *
 * <p>Depends on tensor, graph, op, compile and plan.
 */
package io.deltarule.backend;

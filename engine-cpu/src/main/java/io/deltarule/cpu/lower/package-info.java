/**
 * Expressions brought down to what a processor does: float and int arithmetic, comparisons,
 * selection.
 *
 * <p>{@link io.deltarule.cpu.lower.Lowering} turns the engine's scalar expressions into a {@link
 * io.deltarule.cpu.lower.MachineProgram}; {@link io.deltarule.cpu.lower.ElementaryFunctions}
 * expands exponentials and their relatives into polynomials on the way. Every printer of machine
 * programs, vector or scalar, of any width, therefore computes the same bits.
 *
 * <p>Depends on engine-core's expressions.
 */
package io.deltarule.cpu.lower;

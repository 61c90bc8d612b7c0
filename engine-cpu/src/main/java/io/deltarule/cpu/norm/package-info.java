/**
 * Statistics of channels, and rows normalised by their own, in one fixed order, whatever the vector
 * length and the number of threads.
 *
 * <p>{@link io.deltarule.cpu.norm.CenteredSumsOfRuns} sums a run of elements in 64 interleaved
 * lanes; the SIMD package holds the lanes in vectors. What is computed element by element is left
 * to plain loops, which the JIT makes vectors of.
 */
package io.deltarule.cpu.norm;

/**
 * Statistics of channels, and rows normalised by their own, in one fixed order, whatever the vector
 * length and the number of threads.
 *
 * <p>{@link io.deltarule.cpu.norm.CenteredSumsOfRuns} sums a run of elements in 64 interleaved
 * lanes; the SIMD package holds the lanes in vectors. What is computed element by element, results
 * and dx of a row, is left to plain loops. The JIT makes no vectors of them: each operand begins at
 * an offset of its own, and they may overlap for all that it knows.
 */
package io.deltarule.cpu.norm;

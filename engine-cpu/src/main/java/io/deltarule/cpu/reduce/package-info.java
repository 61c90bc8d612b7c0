/**
 * Sums, maxima and minima in one fixed order, whatever the vector length and the number of threads.
 *
 * <p>{@link io.deltarule.cpu.reduce.RowReductions} reduces a run of elements in 64 interleaved
 * lanes; the SIMD package holds the lanes in vectors, {@link
 * io.deltarule.cpu.reduce.PlainRowReductions} in an array.
 */
package io.deltarule.cpu.reduce;

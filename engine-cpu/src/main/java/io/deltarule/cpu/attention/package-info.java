/**
 * Attention without the matrix of scores in memory, forward and backward (Dao et al. 2022,
 * "FlashAttention").
 *
 * <p>A strip of queries, as many as the micro-kernel has rows, meets a block of keys. Its scores
 * lie as a packed panel of the next product's first operand, so that they are multiplied by the
 * values where they were made: they never leave the first-level cache. {@link
 * io.deltarule.cpu.attention.AttentionKernel} keeps the maximum and the sum of exponentials of each
 * row from block to block; {@link io.deltarule.cpu.attention.AttentionGradientKernel} computes the
 * scores again. Uses the micro-kernels of {@code matmul}, the row kernels of {@code pointwise} and
 * the row reductions of {@code reduce}; work is cut by shape alone.
 */
package io.deltarule.cpu.attention;

/**
 * Counter-based random numbers: the one generator behind initialisation, shuffling and dropout, the
 * same on every backend and for any number of threads.
 *
 * <p>{@link io.deltarule.random.Philox} is a set of pure functions; {@link
 * io.deltarule.random.RandomStream} is a small cursor over them for use on the host.
 *
 * <h2>The convention that every backend implements</h2>
 *
 * <p>The generator is Philox4x32-10 (Salmon, Moraes, Dror, Shaw: "Parallel random numbers: as easy
 * as 1, 2, 3", SC 2011). It maps a counter of four 32-bit words and a key of two to four output
 * words. All words are unsigned. One round, with multipliers M0 = 0xD2511F53 and M1 = 0xCD9E8D57,
 * is
 *
 * <pre>
 *   (hi0, lo0) = M0 * c0        (hi1, lo1) = M1 * c2        64-bit products, high and low word
 *   (c0, c1, c2, c3) = (hi1 ^ c1 ^ k0,  lo1,  hi0 ^ c3 ^ k1,  lo0)
 * </pre>
 *
 * <p>and between two of the ten rounds the key advances: k0 += 0x9E3779B9, k1 += 0xBB67AE85.
 *
 * <p>A draw of N elements is addressed by a 64-bit seed, a 32-bit step and a 32-bit stream:
 *
 * <pre>
 *   key      k0 = low word of seed         k1 = high word of seed
 *   counter  c0 = low word of (i / 4)      c1 = high word of (i / 4)      c2 = step     c3 = stream
 *   word     element i takes output word i % 4
 * </pre>
 *
 * <p><b>Uniform</b>, on [0, 1): {@code (word >>> 8) * 2^-24}. Every value is exact in float32, so
 * all backends give the same bits.
 *
 * <p><b>Normal</b>, mean 0 and variance 1: the Box-Muller transform of the word pairs (w0, w1) and
 * (w2, w3). A pair (w, w') gives the element at the even index and the one at the odd index after
 * it:
 *
 * <pre>
 *   u1 = ((w >>> 8) + 1) * 2^-24        in (0, 1], so that the logarithm is finite
 *   u2 = (w' >>> 8) * 2^-24             in [0, 1)
 *   even element = sqrt(-2 ln u1) * cos(2 pi u2)
 *   odd element  = sqrt(-2 ln u1) * sin(2 pi u2)
 * </pre>
 *
 * <p>Here the transform is evaluated in float64 with {@link java.lang.StrictMath}, the same bits on
 * every Java virtual machine, and rounded once to float32. A backend that evaluates it in float32
 * differs by its own rounding and by nothing else. The largest magnitude is sqrt(48 ln 2) = 5.77.
 *
 * <p>Streams 0 and up belong to the random operations of a graph, numbered by the graph; negative
 * streams belong to the host. Two draws that share seed, step and stream share their numbers.
 *
 * <p>This package depends on nothing but the JDK.
 */
package io.deltarule.random;

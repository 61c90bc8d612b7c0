/**
 * The CPU backend: memory, kernels and their choice.
 *
 * <p>Kernels come in two forms that give the same bits, over the Vector API and in plain Java.
 * Plain Java runs where the Vector API is missing, and everywhere at first: {@link
 * io.deltarule.cpu.warmup} says when vector code takes over.
 */
package io.deltarule.cpu;

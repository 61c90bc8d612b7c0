/**
 * Plain Java stands in for vector code until the JIT has compiled that. Before, each operation on
 * vectors is a loop over objects, and a training step takes a hundred times as long; the first
 * steps of a small network took most of a second.
 *
 * <p>A {@link io.deltarule.cpu.warmup.Piece} is vector code with its stand-in. What runs it holds a
 * {@link io.deltarule.cpu.warmup.Form} and asks before each run which of the two it is. Once the
 * stand-in has done so much that vector code is worth it, {@link
 * io.deltarule.cpu.warmup.BackgroundWarmUp} exercises that on scratch arrays until it is compiled;
 * from then on it runs. Both give the same bits, so results don't depend on when that is.
 *
 * <p>Depends on nothing.
 */
package io.deltarule.cpu.warmup;

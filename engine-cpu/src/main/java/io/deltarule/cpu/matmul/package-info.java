/**
 * Matrix multiplication: packed, cache-blocked, register-blocked (Goto and van de Geijn 2008,
 * "Anatomy of high-performance matrix multiplication"; Van Zee and van de Geijn 2015, "BLIS").
 *
 * <p>{@link io.deltarule.cpu.matmul.Partition} cuts a product into parts for the threads. {@link
 * io.deltarule.cpu.matmul.PackedMatMul} packs both operands of a part into panels and multiplies
 * panel by panel with a {@link io.deltarule.cpu.matmul.MicroKernel}: a generated one over the
 * Vector API, or {@link io.deltarule.cpu.matmul.PlainMicroKernel}. An {@link
 * io.deltarule.cpu.matmul.IndexedKernel} takes a B that is not packed, a {@link
 * io.deltarule.cpu.matmul.RowIndexedKernel} an A that is not. All add up over K in the same order
 * with fused multiply-adds, so they give the same bits.
 */
package io.deltarule.cpu.matmul;

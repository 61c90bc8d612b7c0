package io.deltarule.cpu.simd.matmul;

import io.deltarule.cpu.matmul.MicroKernels;
import io.deltarule.cpu.simd.Lanes;

/**
 * The micro-kernels for this machine's vectors. A tile takes all vector registers but a few, which
 * hold the row of B and the element of A: 32 registers with AVX-512 and NEON, 16 with AVX2 and SSE.
 */
public final class VectorMicroKernels {
  private VectorMicroKernels() {}

  /** The kernels for the vector width in use. */
  public static MicroKernels create() {
    boolean manyRegisters = Lanes.COUNT == 16 || System.getProperty("os.arch").equals("aarch64");
    int wideRows = manyRegisters ? 14 : 6;
    int narrowRows = manyRegisters ? 14 : 12;
    return new MicroKernels(
        MicroKernelEmitter.emit(wideRows, 2), MicroKernelEmitter.emit(narrowRows, 1));
  }
}

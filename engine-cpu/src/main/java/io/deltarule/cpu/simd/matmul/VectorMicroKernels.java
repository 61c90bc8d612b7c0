package io.deltarule.cpu.simd.matmul;

import io.deltarule.cpu.matmul.MicroKernels;
import io.deltarule.cpu.matmul.PanelLayout;
import io.deltarule.cpu.simd.Lanes;

/**
 * The micro-kernels for this machine's vectors. A tile takes all vector registers but a few, which
 * hold the row of B and the element of A: 32 registers with AVX-512 and NEON, 16 with AVX2 and SSE.
 * Of 13 rows rather than 14, because sizes of networks are powers of two: 5 x 13 is 64 and 1.
 */
public final class VectorMicroKernels {
  /** One set for all engines, so that the JIT compiles it once. */
  private static final MicroKernels ALL = create();

  private VectorMicroKernels() {}

  /** The kernels for the vector width in use. */
  public static MicroKernels all() {
    return ALL;
  }

  private static MicroKernels create() {
    boolean manyRegisters = Lanes.COUNT == 16 || System.getProperty("os.arch").equals("aarch64");
    return new MicroKernels(
        tile(manyRegisters ? 13 : 6, 2),
        tile(manyRegisters ? 13 : 12, 1),
        1.25,
        new VectorPacking());
  }

  private static MicroKernels.Tile tile(int rows, int vectors) {
    int stride = (rows + Lanes.COUNT - 1) / Lanes.COUNT * Lanes.COUNT;
    return new MicroKernels.Tile(
        MicroKernelEmitter.emit(rows, vectors, PanelLayout.byRow()),
        MicroKernelEmitter.emit(rows, vectors, PanelLayout.byInnerIndex(stride)));
  }
}

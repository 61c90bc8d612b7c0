package io.deltarule.cpu.simd.matmul;

import io.deltarule.cpu.matmul.IndexedKernel;
import io.deltarule.cpu.matmul.MicroKernel;
import io.deltarule.cpu.matmul.MicroKernels;
import io.deltarule.cpu.matmul.PanelLayout;
import io.deltarule.cpu.matmul.RowIndexedKernel;
import io.deltarule.cpu.simd.Lanes;
import io.deltarule.cpu.warmup.Form;
import io.deltarule.cpu.warmup.WarmUp;
import java.util.List;
import java.util.function.Supplier;

/**
 * The micro-kernels for this machine's vectors. A tile takes all vector registers but a few, which
 * hold the row of B and the element of A: 32 registers with AVX-512 and NEON, 16 with AVX2 and SSE.
 * Of 13 rows rather than 14, because sizes of networks are powers of two: 5 x 13 is 64 and 1. Where
 * that leaves much padding, as with 16 rows, a lower tile.
 */
public final class VectorMicroKernels {
  private static final boolean MANY_REGISTERS =
      Lanes.COUNT == 16 || System.getProperty("os.arch").equals("aarch64");

  private static final int WIDE_ROWS = MANY_REGISTERS ? 13 : 6;
  private static final int LOW_ROWS = MANY_REGISTERS ? 8 : 4;
  private static final int NARROW_ROWS = MANY_REGISTERS ? 13 : 12;

  /** Where rows of A are not packed, each takes an address, and so another register. */
  private static final int INDEXED_ROWS = MANY_REGISTERS ? 8 : 6;

  private static final int NARROW_INDEXED_ROWS = MANY_REGISTERS ? 16 : 8;

  /**
   * From the first-level cache a row takes 1.01 and 1.09 times as long; B is read more often, too.
   */
  private static final double LOW_COST = MANY_REGISTERS ? 1.05 : 1.1;

  private static final boolean IS_X86 =
      List.of("amd64", "x86_64").contains(System.getProperty("os.arch"));

  /**
   * Steps of the inner dimension at a time. Two steps of 13 rows would be a tenth faster where
   * {@link #manySteps many} are, but HotSpot's first compiler gives up on so many instructions, and
   * the second may then never be asked.
   */
  private static final int WIDE_STEPS = MANY_REGISTERS ? 1 : manySteps();

  /** The same of one vector. */
  private static final int NARROW_STEPS = IS_X86 ? 2 : 1;

  private static final PanelLayout BY_ROW = PanelLayout.byRow();

  private VectorMicroKernels() {}

  /**
   * Steps of the inner dimension at a time, where no more hinders them. One step of 6 x 2 vectors
   * is 31 instructions of which 12 multiply, four are 90 and 48. That counts where two threads
   * share a core, and with it the instructions that it can begin in a cycle: up to one and a half
   * times as fast. Four of 8 x 2 are a large method.
   */
  private static int manySteps() {
    if (!IS_X86) {
      return 1;
    }
    return MANY_REGISTERS && !LargeMethods.stayInRegisters() ? 2 : 4;
  }

  // One of each for all engines of a process, so that the JIT compiles it once; made at first use.

  private static final class WideRowIndexed {
    static final RowIndexedKernel KERNEL =
        MicroKernelEmitter.emitRowIndexed(INDEXED_ROWS, 2, manySteps());
  }

  private static final class WideByRow {
    static final MicroKernel KERNEL = MicroKernelEmitter.emit(WIDE_ROWS, 2, BY_ROW, WIDE_STEPS);
  }

  private static final class WideByInnerIndex {
    static final MicroKernel KERNEL =
        MicroKernelEmitter.emit(WIDE_ROWS, 2, byInnerIndex(WIDE_ROWS), WIDE_STEPS);
  }

  private static final class WideIndexed {
    static final IndexedKernel KERNEL =
        MicroKernelEmitter.emitIndexed(WIDE_ROWS, 2, byInnerIndex(WIDE_ROWS));
  }

  private static final class LowByRow {
    static final MicroKernel KERNEL = MicroKernelEmitter.emit(LOW_ROWS, 2, BY_ROW, manySteps());
  }

  private static final class LowByInnerIndex {
    static final MicroKernel KERNEL =
        MicroKernelEmitter.emit(LOW_ROWS, 2, byInnerIndex(LOW_ROWS), manySteps());
  }

  private static final class LowIndexed {
    static final IndexedKernel KERNEL =
        MicroKernelEmitter.emitIndexed(LOW_ROWS, 2, byInnerIndex(LOW_ROWS));
  }

  private static final class NarrowIndexed {
    static final IndexedKernel KERNEL =
        MicroKernelEmitter.emitIndexed(NARROW_ROWS, 1, byInnerIndex(NARROW_ROWS));
  }

  private static final class NarrowRowIndexed {
    static final RowIndexedKernel KERNEL =
        MicroKernelEmitter.emitRowIndexed(NARROW_INDEXED_ROWS, 1, NARROW_STEPS);
  }

  private static final class NarrowByRow {
    static final MicroKernel KERNEL = MicroKernelEmitter.emit(NARROW_ROWS, 1, BY_ROW, NARROW_STEPS);
  }

  private static final class NarrowByInnerIndex {
    static final MicroKernel KERNEL =
        MicroKernelEmitter.emit(NARROW_ROWS, 1, byInnerIndex(NARROW_ROWS), NARROW_STEPS);
  }

  /**
   * The kernels for the vector width in use.
   *
   * @param warmUp what they begin as
   */
  public static MicroKernels all(WarmUp warmUp) {
    Form<RowIndexedKernel> rowIndexed =
        warmUp.form(
            new RowIndexedKernelPiece(INDEXED_ROWS, 2, manySteps(), () -> WideRowIndexed.KERNEL));
    return new MicroKernels(
        tile(
            warmUp,
            WIDE_ROWS,
            2,
            WIDE_STEPS,
            () -> WideByRow.KERNEL,
            () -> WideByInnerIndex.KERNEL,
            () -> WideIndexed.KERNEL,
            rowIndexed),
        tile(
            warmUp,
            LOW_ROWS,
            2,
            manySteps(),
            () -> LowByRow.KERNEL,
            () -> LowByInnerIndex.KERNEL,
            () -> LowIndexed.KERNEL,
            rowIndexed),
        LOW_COST,
        tile(
            warmUp,
            NARROW_ROWS,
            1,
            NARROW_STEPS,
            () -> NarrowByRow.KERNEL,
            () -> NarrowByInnerIndex.KERNEL,
            () -> NarrowIndexed.KERNEL,
            warmUp.form(
                new RowIndexedKernelPiece(
                    NARROW_INDEXED_ROWS, 1, NARROW_STEPS, () -> NarrowRowIndexed.KERNEL))),
        1.25,
        warmUp.form(new PackingPiece()));
  }

  private static MicroKernels.Tile tile(
      WarmUp warmUp,
      int rows,
      int vectors,
      int steps,
      Supplier<MicroKernel> byRow,
      Supplier<MicroKernel> byInnerIndex,
      Supplier<IndexedKernel> indexed,
      Form<RowIndexedKernel> rowIndexed) {
    return new MicroKernels.Tile(
        warmUp.form(new KernelPiece(rows, vectors, steps, BY_ROW, byRow)),
        warmUp.form(new KernelPiece(rows, vectors, steps, byInnerIndex(rows), byInnerIndex)),
        warmUp.form(new IndexedKernelPiece(rows, vectors, byInnerIndex(rows), indexed)),
        rowIndexed);
  }

  private static PanelLayout byInnerIndex(int rows) {
    return PanelLayout.byInnerIndex((rows + Lanes.COUNT - 1) / Lanes.COUNT * Lanes.COUNT);
  }
}

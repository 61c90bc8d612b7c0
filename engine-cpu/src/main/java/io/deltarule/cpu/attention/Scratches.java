package io.deltarule.cpu.attention;

import io.deltarule.cpu.matmul.MicroKernel;
import io.deltarule.cpu.matmul.MicroKernels;
import io.deltarule.cpu.matmul.Packing;
import io.deltarule.cpu.parallel.WorkerPool;
import io.deltarule.cpu.pointwise.RowKernels;
import io.deltarule.cpu.reduce.RowReductions;
import io.deltarule.cpu.warmup.Form;

/**
 * A {@link Scratch} for each thread: one set for all attentions of a backend, because they run one
 * after the other. It is made when the first is bound, and grows as others are; running allocates
 * nothing.
 */
public final class Scratches {
  private final WorkerPool pool;
  private final MicroKernels kernels;
  private final RowKernels rows;
  private final Form<RowReductions> reductions;
  private Scratch[] ofThreads = new Scratch[0];
  private float[] partial = new float[0];

  /** The forms of the wide tile and of the narrow one that the threads have. */
  private final Scratch.Tile[] tiles = new Scratch.Tile[2];

  public Scratches(
      WorkerPool pool, MicroKernels kernels, RowKernels rows, Form<RowReductions> reductions) {
    this.pool = pool;
    this.kernels = kernels;
    this.rows = rows;
    this.reductions = reductions;
  }

  /**
   * Makes room for an attention.
   *
   * @param queries the most queries whose results are summed at a time
   * @param partialElements elements of sums that parts leave for the end
   */
  void reserve(AttentionShape shape, int queries, int partialElements) {
    if (ofThreads.length == 0) {
      ofThreads = new Scratch[pool.threads()];
      for (int i = 0; i < ofThreads.length; i++) {
        ofThreads[i] = new Scratch(kernels, rows, reductions.now());
      }
    }
    for (Scratch scratch : ofThreads) {
      scratch.reserve(shape, isNarrow(shape), queries);
    }
    if (partial.length < partialElements) {
      partial = new float[partialElements];
    }
  }

  /**
   * Called before each run of an attention, by the thread that starts it: chooses the forms of all
   * that it runs.
   *
   * @param isBackward whether it is the gradient
   */
  void begin(AttentionShape shape, boolean isNarrow, boolean hasBias, boolean isBackward) {
    long count = (long) shape.b() * shape.h() * shape.t() * shape.s();
    long width = (long) shape.d() + shape.e();
    MicroKernels.Tile forms = isNarrow ? kernels.narrow() : kernels.wide();
    int at = isNarrow ? 1 : 0;
    MicroKernel byRow = forms.byRow().next(count * width);
    MicroKernel byInnerIndex = forms.byInnerIndex().next(isBackward ? count * width : 0);
    Packing packing = kernels.packing().next((long) shape.b() * shape.h() * shape.s() * width);
    RowReductions reducing = reductions.next(isBackward ? 0 : 2 * count);
    Scratch.Tile had = tiles[at];
    boolean isOther = had == null || had.byRow() != byRow || had.byInnerIndex() != byInnerIndex;
    if (isOther) {
      tiles[at] = new Scratch.Tile(byRow, byInnerIndex);
    }
    for (Scratch scratch : ofThreads) {
      if (isOther) {
        scratch.use(isNarrow, tiles[at]);
      }
      scratch.use(packing, reducing);
      scratch.rows().begin(count / ofThreads.length, hasBias, isBackward);
    }
  }

  /** Whether the narrow tile suits: a wide one would be mostly padding. */
  boolean isNarrow(AttentionShape shape) {
    return kernels.narrowCost() * columns(shape, kernels.narrow()) < columns(shape, kernels.wide());
  }

  private static int columns(AttentionShape shape, MicroKernels.Tile tile) {
    int width = tile.byRow().now().columns();
    return PackedColumns.padded(Math.min(shape.s(), Scratch.KEYS), width)
        + PackedColumns.padded(shape.d(), width)
        + PackedColumns.padded(shape.e(), width);
  }

  WorkerPool pool() {
    return pool;
  }

  /** That of the thread that asks. */
  Scratch current() {
    return ofThreads[pool.worker()];
  }

  /** Sums that parts leave for the end. */
  float[] partial() {
    return partial;
  }
}

package io.deltarule.cpu.reduce;

import io.deltarule.backend.Kernel;
import io.deltarule.cpu.parallel.ParallelTask;
import io.deltarule.cpu.parallel.WorkerPool;
import io.deltarule.op.Reduce;

/** A reduction over several axes with kept ones between them: each result by itself, in float64. */
final class ScatteredReduction implements Kernel {
  private static final int PART_ELEMENTS = 1 << 14;

  private final WorkerPool pool;
  private final Reduce.Kind kind;
  private final ReduceKernel.Span x;
  private final ReduceKernel.Span y;
  private final int[] keptOffsets;
  private final int[] reducedOffsets;
  private final int resultsAPart;
  private final ParallelTask task = this::part;

  ScatteredReduction(
      WorkerPool pool,
      Reduce.Kind kind,
      AxisGroups groups,
      ReduceKernel.Span x,
      ReduceKernel.Span y) {
    this.pool = pool;
    this.kind = kind;
    this.x = x;
    this.y = y;
    keptOffsets = offsets(groups, false);
    reducedOffsets = offsets(groups, true);
    resultsAPart = Math.max(1, PART_ELEMENTS / reducedOffsets.length);
  }

  /** Where the elements are that differ in the kept, or in the reduced, groups only. */
  private static int[] offsets(AxisGroups groups, boolean reduced) {
    int[] offsets = {0};
    int[] strides = groups.strides();
    for (int group = 0; group < strides.length; group++) {
      if (groups.reduced().get(group) == reduced) {
        int size = groups.sizes().get(group);
        int[] next = new int[Math.multiplyExact(offsets.length, size)];
        for (int i = 0; i < next.length; i++) {
          next[i] = offsets[i / size] + i % size * strides[group];
        }
        offsets = next;
      }
    }
    return offsets;
  }

  @Override
  public void run() {
    pool.run(task, (keptOffsets.length + resultsAPart - 1) / resultsAPart);
  }

  private void part(int part) {
    int end = Math.min(keptOffsets.length, (part + 1) * resultsAPart);
    for (int i = part * resultsAPart; i < end; i++) {
      y.array()[y.start() + i] = result(x.start() + keptOffsets[i]);
    }
  }

  private float result(int start) {
    if (kind == Reduce.Kind.SUM || kind == Reduce.Kind.MEAN) {
      double sum = 0;
      for (int offset : reducedOffsets) {
        sum += x.array()[start + offset];
      }
      return (float) sum;
    }
    if (kind == Reduce.Kind.SUM_OF_SQUARES) {
      double sum = 0;
      for (int offset : reducedOffsets) {
        double value = x.array()[start + offset];
        sum += value * value;
      }
      return (float) sum;
    }
    float result = RowReductions.identity(kind);
    for (int offset : reducedOffsets) {
      result = RowReductions.combine(kind, result, x.array()[start + offset]);
    }
    return result;
  }
}

package io.deltarule.cpu.reduce;

import io.deltarule.backend.Kernel;
import io.deltarule.backend.Operands;
import io.deltarule.cpu.FloatMemory;
import io.deltarule.cpu.IntMemory;
import io.deltarule.cpu.parallel.ParallelTask;
import io.deltarule.cpu.parallel.WorkerPool;
import io.deltarule.op.ArgMax;
import io.deltarule.tensor.Shape;

/**
 * The first NaN, or else the first maximum, along an axis: x [before, n, after] to y [before,
 * after].
 */
public final class ArgMaxKernel implements Kernel {
  private static final int PART_ELEMENTS = 1 << 14;

  private final WorkerPool pool;
  private final float[] x;
  private final int xStart;
  private final int[] y;
  private final int yStart;
  private final int length;
  private final int after;
  private final int results;
  private final int resultsAPart;
  private final ParallelTask task = this::part;

  public ArgMaxKernel(WorkerPool pool, ArgMax op, Operands operands) {
    Shape shape = operands.input(0).type().shape();
    this.pool = pool;
    x = ((FloatMemory) operands.input(0).memory()).array();
    xStart = Math.toIntExact(operands.input(0).offset());
    y = ((IntMemory) operands.output().memory()).array();
    yStart = Math.toIntExact(operands.output().offset());
    length = shape.dim(op.axis());
    after = Math.toIntExact(shape.slice(op.axis() + 1, shape.rank()).elementCount());
    results = Math.toIntExact(operands.output().elementCount());
    resultsAPart = Math.max(1, PART_ELEMENTS / length);
  }

  @Override
  public void run() {
    pool.run(task, (results + resultsAPart - 1) / resultsAPart);
  }

  private void part(int part) {
    int end = Math.min(results, (part + 1) * resultsAPart);
    for (int i = part * resultsAPart; i < end; i++) {
      y[yStart + i] = argMax(xStart + i / after * length * after + i % after);
    }
  }

  private int argMax(int start) {
    int best = 0;
    float max = x[start];
    for (int i = 1; i < length && !Float.isNaN(max); i++) {
      float value = x[start + i * after];
      if (value > max || Float.isNaN(value)) {
        max = value;
        best = i;
      }
    }
    return best;
  }
}

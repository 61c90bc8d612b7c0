package io.deltarule.cpu.pool;

import io.deltarule.backend.Kernel;
import io.deltarule.cpu.parallel.ParallelTask;
import io.deltarule.cpu.parallel.WorkerPool;
import io.deltarule.op.Window;
import io.deltarule.tensor.Shape;
import java.util.List;

/**
 * Pooling, plane by plane: the spatial positions of one channel of one sample. A part is some
 * planes.
 */
abstract class PoolPlanes implements Kernel {
  private static final int PART_ELEMENTS = 1 << 14;

  protected final PoolAxis depth;
  protected final PoolAxis height;
  protected final PoolAxis width;
  protected final int inputs;
  protected final int outputs;

  private final WorkerPool pool;
  private final int planes;
  private final int planesAPart;
  private final ParallelTask task = this::part;

  /**
   * A window over planes.
   *
   * @param x the shape of the larger side, [N, C, spatial...]
   * @param y the shape of the pooled side
   */
  PoolPlanes(WorkerPool pool, List<Integer> kernel, Window window, Shape x, Shape y) {
    this.pool = pool;
    int axes = window.axes();
    depth = axes > 2 ? axis(kernel, window, axes - 3, x, y) : PoolAxis.none();
    height = axes > 1 ? axis(kernel, window, axes - 2, x, y) : PoolAxis.none();
    width = axis(kernel, window, axes - 1, x, y);
    inputs = Math.toIntExact(x.slice(2, x.rank()).elementCount());
    outputs = Math.toIntExact(y.slice(2, y.rank()).elementCount());
    planes = x.dim(0) * x.dim(1);
    planesAPart = Math.max(1, PART_ELEMENTS / Math.max(1, Math.max(inputs, outputs)));
  }

  private static PoolAxis axis(List<Integer> kernel, Window window, int axis, Shape x, Shape y) {
    return PoolAxis.of(window, axis, kernel.get(axis), x.dim(axis + 2), y.dim(axis + 2));
  }

  @Override
  public final void run() {
    pool.run(task, (planes + planesAPart - 1) / planesAPart);
  }

  private void part(int part) {
    int end = Math.min(planes, (part + 1) * planesAPart);
    for (int plane = part * planesAPart; plane < end; plane++) {
      prepare(plane);
      int o = plane * outputs;
      for (int d = 0; d < depth.output(); d++) {
        for (int h = 0; h < height.output(); h++) {
          row(plane * inputs, o, d, h);
          o += width.output();
        }
      }
    }
  }

  /** Called for each plane before its rows. */
  protected void prepare(int plane) {}

  /**
   * Pools into, or from, one row of outputs.
   *
   * @param plane where the plane of inputs begins, in elements
   * @param output the row's first output, in elements
   */
  protected abstract void row(int plane, int output, int d, int h);
}

package io.deltarule.cpu.layout;

import io.deltarule.backend.Kernel;
import io.deltarule.cpu.parallel.ParallelTask;
import io.deltarule.cpu.parallel.WorkerPool;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code target[t + p . targetStrides] = source[s + p . sourceStrides]} for every position p, with
 * axes merged where both sides allow. Rows that are contiguous on both sides are copied as such;
 * where the source runs along another axis than the target (a transpose), square tiles keep both in
 * cache.
 */
final class StridedCopy implements Kernel {
  private static final int PART_ELEMENTS = 1 << 15;
  private static final int TILE = 32;

  /**
   * Where something lies: float[] or int[], its first element, and the distance along each axis.
   */
  record Side(Object array, int start, int[] strides) {}

  private final WorkerPool pool;
  private final Side source;
  private final Side target;
  private final int[] dims;
  private final int rowLength;
  private final int rowsAPart;
  private final int rows;
  private final boolean empty;
  private final boolean tiled;
  private final ParallelTask task = this::part;

  StridedCopy(WorkerPool pool, int[] shape, Side from, Side to) {
    this.pool = pool;
    List<int[]> axes = new ArrayList<>();
    boolean nothing = false;
    for (int axis = 0; axis < shape.length; axis++) {
      nothing |= shape[axis] == 0;
      append(axes, shape[axis], from.strides[axis], to.strides[axis]);
    }
    if (axes.isEmpty()) {
      axes.add(new int[] {1, 1, 1});
    }
    dims = axes.stream().mapToInt(a -> a[0]).toArray();
    source = new Side(from.array, from.start, axes.stream().mapToInt(a -> a[1]).toArray());
    target = new Side(to.array, to.start, axes.stream().mapToInt(a -> a[2]).toArray());
    empty = nothing;
    rowLength = dims[dims.length - 1];
    int count = 1;
    for (int axis = 0; axis < dims.length - 1; axis++) {
      count = Math.multiplyExact(count, dims[axis]);
    }
    rows = count;
    int last = dims.length - 1;
    tiled = last > 0 && source.strides[last] > 1 && source.strides[last - 1] == 1;
    int unit = tiled ? TILE : 1;
    rowsAPart = Math.max(unit, PART_ELEMENTS / Math.max(1, rowLength) / unit * unit);
  }

  private static void append(List<int[]> axes, int dim, int sourceStride, int targetStride) {
    int last = axes.size() - 1;
    if (dim == 1) {
      return;
    }
    if (last >= 0
        && axes.get(last)[1] == sourceStride * dim
        && axes.get(last)[2] == targetStride * dim) {
      axes.set(last, new int[] {axes.get(last)[0] * dim, sourceStride, targetStride});
    } else {
      axes.add(new int[] {dim, sourceStride, targetStride});
    }
  }

  @Override
  public void run() {
    if (!empty) {
      pool.run(task, dims.length == 1 ? parts(rowLength, PART_ELEMENTS) : parts(rows, rowsAPart));
    }
  }

  private static int parts(int size, int atOnce) {
    return (int) (((long) size + atOnce - 1) / atOnce);
  }

  private void part(int part) {
    if (dims.length == 1) {
      piece(part * PART_ELEMENTS);
      return;
    }
    int first = part * rowsAPart;
    int end = Math.min(rows, first + rowsAPart);
    int last = dims.length - 1;
    for (int row = first; row < end; ) {
      // Tiles do not reach over the end of the second last axis.
      int room = tiled ? Math.min(TILE, dims[last - 1] - row % dims[last - 1]) : 1;
      int count = Math.min(room, end - row);
      if (tiled) {
        tiles(row, count);
      } else {
        move(offset(source, row), offset(target, row), rowLength);
      }
      row += count;
    }
  }

  /** A piece of the only row, from an element of it on. */
  private void piece(int from) {
    int count = Math.min(PART_ELEMENTS, rowLength - from);
    move(source.start + from * source.strides[0], target.start + from * target.strides[0], count);
  }

  private int offset(Side side, int row) {
    int offset = side.start;
    int rest = row;
    for (int axis = dims.length - 2; axis >= 0; axis--) {
      offset += rest % dims[axis] * side.strides[axis];
      rest /= dims[axis];
    }
    return offset;
  }

  /** Some neighbouring rows, in tiles: within one, the source is read along its own direction. */
  private void tiles(int row, int count) {
    int from = offset(source, row);
    int to = offset(target, row);
    int down = target.strides[dims.length - 2];
    for (int column = 0; column < rowLength; column += TILE) {
      int width = Math.min(TILE, rowLength - column);
      for (int r = 0; r < count; r++) {
        int last = dims.length - 1;
        move(
            from + r + column * source.strides[last],
            to + r * down + column * target.strides[last],
            width);
      }
    }
  }

  private void move(int from, int to, int count) {
    int sourceStep = source.strides[dims.length - 1];
    int targetStep = target.strides[dims.length - 1];
    if (sourceStep == 1 && targetStep == 1) {
      System.arraycopy(source.array, from, target.array, to, count);
    } else if (source.array instanceof float[] floats) {
      move(floats, from, sourceStep, (float[]) target.array, to, targetStep, count);
    } else {
      move((int[]) source.array, from, sourceStep, (int[]) target.array, to, targetStep, count);
    }
  }

  private static void move(
      float[] source, int from, int sourceStep, float[] target, int to, int targetStep, int count) {
    for (int i = 0; i < count; i++) {
      target[to + i * targetStep] = source[from + i * sourceStep];
    }
  }

  private static void move(
      int[] source, int from, int sourceStep, int[] target, int to, int targetStep, int count) {
    for (int i = 0; i < count; i++) {
      target[to + i * targetStep] = source[from + i * sourceStep];
    }
  }
}

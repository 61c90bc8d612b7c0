package io.deltarule.cpu.pool;

import io.deltarule.backend.Kernel;
import io.deltarule.backend.Operand;
import io.deltarule.backend.Operands;
import io.deltarule.cpu.FloatMemory;
import io.deltarule.cpu.IntMemory;
import io.deltarule.cpu.parallel.ParallelTask;
import io.deltarule.cpu.parallel.WorkerPool;
import io.deltarule.tensor.Shape;
import java.util.Arrays;

/**
 * Elements to and from places of their plane: the gradient of max pooling, {@code dx[place] += dy},
 * and the selection of what lies there. A part is some planes.
 */
public final class MaxPoolPlaces implements Kernel {
  private static final int PART_ELEMENTS = 1 << 14;

  private final WorkerPool pool;
  private final float[] source;
  private final int sourceStart;
  private final int[] places;
  private final int placesStart;
  private final float[] target;
  private final int targetStart;
  private final int positions;
  private final int outputs;
  private final int planes;
  private final int planesAPart;
  private final ParallelTask task;

  private MaxPoolPlaces(WorkerPool pool, Operands operands, Operand plane, boolean adds) {
    this.pool = pool;
    source = ((FloatMemory) operands.input(0).memory()).array();
    sourceStart = Math.toIntExact(operands.input(0).offset());
    places = ((IntMemory) operands.input(1).memory()).array();
    placesStart = Math.toIntExact(operands.input(1).offset());
    target = ((FloatMemory) operands.output().memory()).array();
    targetStart = Math.toIntExact(operands.output().offset());
    Shape values = plane.type().shape();
    Shape chosen = operands.input(1).type().shape();
    positions = Math.toIntExact(values.slice(2, values.rank()).elementCount());
    outputs = Math.toIntExact(chosen.slice(2, chosen.rank()).elementCount());
    planes = values.dim(0) * values.dim(1);
    planesAPart = Math.max(1, PART_ELEMENTS / Math.max(1, Math.max(positions, outputs)));
    task = adds ? this::add : this::select;
  }

  /** {@code dx[n, c, place] += dy[n, c, o]}, in ascending o. */
  public static MaxPoolPlaces gradient(WorkerPool pool, Operands operands) {
    return new MaxPoolPlaces(pool, operands, operands.output(), true);
  }

  /** {@code y[n, c, o] = x[n, c, place]}. */
  public static MaxPoolPlaces selection(WorkerPool pool, Operands operands) {
    return new MaxPoolPlaces(pool, operands, operands.input(0), false);
  }

  @Override
  public void run() {
    pool.run(task, (planes + planesAPart - 1) / planesAPart);
  }

  private void add(int part) {
    int end = Math.min(planes, (part + 1) * planesAPart);
    for (int plane = part * planesAPart; plane < end; plane++) {
      int to = targetStart + plane * positions;
      Arrays.fill(target, to, to + positions, 0);
      for (int o = plane * outputs; o < (plane + 1) * outputs; o++) {
        int place = places[placesStart + o];
        if (place >= 0 && place < positions) {
          target[to + place] += source[sourceStart + o];
        }
      }
    }
  }

  private void select(int part) {
    int end = Math.min(planes, (part + 1) * planesAPart);
    for (int plane = part * planesAPart; plane < end; plane++) {
      int from = sourceStart + plane * positions;
      for (int o = plane * outputs; o < (plane + 1) * outputs; o++) {
        int place = places[placesStart + o];
        boolean isInside = place >= 0 && place < positions;
        target[targetStart + o] = isInside ? source[from + place] : 0;
      }
    }
  }
}

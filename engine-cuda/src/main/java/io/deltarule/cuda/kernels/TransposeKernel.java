package io.deltarule.cuda.kernels;

import io.deltarule.backend.Kernel;
import io.deltarule.backend.Operands;
import io.deltarule.cuda.driver.Arguments;
import io.deltarule.cuda.driver.Geometry;
import io.deltarule.cuda.pointwise.IterationSpace;
import io.deltarule.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** Launches of {@code transpose.cu}: permutations that give the result another innermost axis. */
final class TransposeKernel {
  private static final int TILE = 32;
  private static final int ROWS_AT_ONCE = 8;

  /** Shorter sides would leave most of a tile empty. */
  private static final int SHORTEST_SIDE = 8;

  /** The kernel has two batch axes. */
  private static final int MOST_BATCH_AXES = 2;

  private final Kernels kernels;

  TransposeKernel(Kernels kernels) {
    this.kernels = kernels;
  }

  /**
   * A launch.
   *
   * @param shape the result's
   * @param strides the input's, along the result's axes
   * @return null if the permutation is not one for tiles
   */
  Kernel create(Shape shape, long[] strides, Operands operands) {
    IterationSpace space = new IterationSpace(shape, List.of(shape.strides(), strides));
    int inner = space.rank() - 1;
    if (space.rank() < 2 || space.stride(1, inner) == 1 || shape.elementCount() == 0) {
      return null;
    }
    int crossing = -1;
    List<Integer> batch = new ArrayList<>();
    for (int axis = 0; axis < inner; axis++) {
      if (space.stride(1, axis) == 1) {
        crossing = axis;
      } else {
        batch.add(axis);
      }
    }
    int rows = space.dim(inner);
    if (crossing < 0
        || batch.size() > MOST_BATCH_AXES
        || Math.min(rows, space.dim(crossing)) < SHORTEST_SIDE) {
      return null;
    }
    return launch(space, crossing, batch, operands);
  }

  private Kernel launch(
      IterationSpace space, int crossing, List<Integer> batch, Operands operands) {
    int inner = space.rank() - 1;
    int[] dims = {1, 1};
    long[] from = {0, 0};
    long[] to = {0, 0};
    for (int i = 0; i < batch.size(); i++) {
      dims[i] = space.dim(batch.get(i));
      to[i] = space.stride(0, batch.get(i));
      from[i] = space.stride(1, batch.get(i));
    }
    return kernels.launch(
        "transpose_tiles",
        geometry(space.dim(inner), space.dim(crossing), (long) dims[0] * dims[1]),
        new Arguments()
            .pointer(operands.output())
            .pointer(operands.input(0))
            .int32(space.dim(inner))
            .int32(space.dim(crossing))
            .int32(space.stride(1, inner))
            .int32(space.stride(0, crossing))
            .int32(dims[1])
            .int32(from[0])
            .int32(from[1])
            .int32(to[0])
            .int32(to[1]),
        operands);
  }

  /** A block a tile. */
  static Geometry geometry(int rows, int columns, long batches) {
    long tiles = (long) Tiles.ceilDiv(rows, TILE) * Tiles.ceilDiv(columns, TILE) * batches;
    return new Geometry(Math.toIntExact(tiles), 1, 1, TILE, ROWS_AT_ONCE, 1, 0);
  }
}

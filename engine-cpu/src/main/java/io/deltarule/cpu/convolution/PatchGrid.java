package io.deltarule.cpu.convolution;

import io.deltarule.op.Window;
import io.deltarule.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * The columns of a product of patches, sample by sample, each with its taps: up to three axes.
 *
 * <p>The patches of a channel are a matrix [taps, columns], which is never in memory: {@link
 * PatchRows} packs parts of it.
 */
record PatchGrid(WindowAxis depth, WindowAxis height, WindowAxis width) {

  /** The patches of a convolution's input, whose columns are the outputs. */
  static PatchGrid ofOutputs(Window window, Shape spatial, Shape kernel, Shape outputs) {
    List<WindowAxis> axes = new ArrayList<>();
    for (int axis = 0; axis < window.axes(); axis++) {
      axes.add(
          WindowAxis.ofOutputs(
              window, axis, spatial.dim(axis), kernel.dim(axis), outputs.dim(axis)));
    }
    return of(axes);
  }

  /** The patches of a convolution's output, whose columns are the inputs: a grid for each phase. */
  static List<PatchGrid> ofInputs(Window window, Shape spatial, Shape kernel, Shape outputs) {
    List<List<WindowAxis>> grids = List.of(List.of());
    for (int axis = 0; axis < window.axes(); axis++) {
      List<List<WindowAxis>> longer = new ArrayList<>();
      for (WindowAxis phase :
          WindowAxis.ofInputs(
              window, axis, spatial.dim(axis), kernel.dim(axis), outputs.dim(axis))) {
        for (List<WindowAxis> grid : grids) {
          List<WindowAxis> axes = new ArrayList<>(grid);
          axes.add(phase);
          longer.add(axes);
        }
      }
      grids = longer;
    }
    return grids.stream().map(PatchGrid::of).toList();
  }

  /** Of a kernel of one tap that moves by one, rows are joined to one long row. */
  private static PatchGrid of(List<WindowAxis> axes) {
    if (axes.stream().allMatch(WindowAxis::isIdentity)) {
      int positions = axes.stream().mapToInt(WindowAxis::columns).reduce(1, Math::multiplyExact);
      WindowAxis all =
          new WindowAxis(positions, 1, new int[1], new int[1], positions, 0, 1, positions);
      return new PatchGrid(WindowAxis.none(), WindowAxis.none(), all);
    }
    List<WindowAxis> three = new ArrayList<>(axes);
    while (three.size() < Window.MOST_AXES) {
      three.add(0, WindowAxis.none());
    }
    return new PatchGrid(three.get(0), three.get(1), three.get(2));
  }

  /** The number of columns of a sample. */
  int columns() {
    return depth.columns() * height.columns() * width.columns();
  }

  /** The number of taps. */
  int taps() {
    return depth.shifts().length * height.shifts().length * width.shifts().length;
  }

  /** The number of source positions of a channel. */
  int sources() {
    return depth.source() * height.source() * width.source();
  }

  /** The number of target positions of a channel. */
  int targets() {
    return depth.target() * height.target() * width.target();
  }

  /** True if columns and target positions are the same. */
  boolean isDense() {
    return depth.isDense() && height.isDense() && width.isDense();
  }

  /** The target position of a column of a sample. */
  int target(int column) {
    int t = column;
    int w = width.first() + t % width.columns() * width.spacing();
    t /= width.columns();
    int h = height.first() + t % height.columns() * height.spacing();
    int d = depth.first() + t / height.columns() * depth.spacing();
    return (d * height.target() + h) * width.target() + w;
  }

  /**
   * For each tap of the grid, which tap of the kernel it is.
   *
   * @param kernel the kernel's dimensions
   */
  int[] kernelTaps(Shape kernel) {
    int rank = kernel.rank();
    int kernelHeight = rank > 1 ? kernel.dim(rank - 2) : 1;
    int kernelWidth = kernel.dim(rank - 1);
    int[] taps = new int[taps()];
    int at = 0;
    for (int d : depth.taps()) {
      for (int h : height.taps()) {
        for (int w : width.taps()) {
          taps[at++] = (d * kernelHeight + h) * kernelWidth + w;
        }
      }
    }
    return taps;
  }

  /** Where each tap of column 0 lies in its channel of the source, which may be outside of it. */
  int[] tapStarts() {
    int[] starts = new int[taps()];
    int at = 0;
    for (int d : depth.shifts()) {
      for (int h : height.shifts()) {
        for (int w : width.shifts()) {
          starts[at++] = (d * height.source() + h) * width.source() + w;
        }
      }
    }
    return starts;
  }
}

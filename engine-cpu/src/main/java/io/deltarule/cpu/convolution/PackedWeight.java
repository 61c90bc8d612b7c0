package io.deltarule.cpu.convolution;

import io.deltarule.cpu.matmul.TileKernel;
import io.deltarule.cpu.matmul.Workspaces;
import io.deltarule.tensor.Shape;

/**
 * The weight packed into panels of rows, inner index after inner index, for the taps of one grid.
 * It is packed once a run and read by all threads: a weight is small beside what it is multiplied
 * by.
 */
final class PackedWeight {
  private final float[] weight;
  private final int weightStart;
  private final WeightLayout layout;
  private final int[] taps;
  private final int rows;
  private final int inner;
  private final int panelRows;
  private final int panelStride;
  private final int panels;
  private final int elements;
  private final Workspaces workspaces;
  private final int start;

  /**
   * A weight to be packed.
   *
   * @param workspaces which share the memory that it is packed into, from {@code start} on
   */
  PackedWeight(
      Workspaces workspaces,
      int start,
      TileKernel kernel,
      PatchGrid grid,
      Shape kernelShape,
      float[] weight,
      int weightStart,
      WeightLayout layout,
      int groups,
      int rows,
      int channels) {
    this.weight = weight;
    this.weightStart = weightStart;
    this.layout = layout;
    this.taps = grid.kernelTaps(kernelShape);
    this.rows = rows;
    this.inner = channels * taps.length;
    this.panelRows = kernel.rows();
    this.panelStride = kernel.innerStride();
    this.panels = (rows + panelRows - 1) / panelRows;
    this.workspaces = workspaces;
    this.start = start;
    this.elements = groups * panels * inner * panelStride;
    workspaces.reserveShared((long) start + elements);
  }

  /** Where what is packed ends in the shared memory. */
  int end() {
    return start + elements;
  }

  /** The length of a row. */
  int inner() {
    return inner;
  }

  float[] array() {
    return workspaces.shared();
  }

  /** Where an inner index of the panel with a row begins. */
  int at(int group, int row, int innerIndex) {
    return start + ((group * panels + row / panelRows) * inner + innerIndex) * panelStride;
  }

  /** Packs a group; rows beyond the last are zeros. */
  void pack(int group) {
    float[] packed = workspaces.shared();
    for (int row = 0; row < rows; row += panelRows) {
      int to = at(group, row, 0);
      int valid = Math.min(panelRows, rows - row);
      int first = weightStart + group * layout.group() + row * layout.row();
      for (int p = 0; p < inner; p++) {
        int from = first + p / taps.length * layout.channel() + taps[p % taps.length];
        for (int i = 0; i < valid; i++) {
          packed[to + i] = weight[from + i * layout.row()];
        }
        for (int i = valid; i < panelStride; i++) {
          packed[to + i] = 0;
        }
        to += panelStride;
      }
    }
  }
}

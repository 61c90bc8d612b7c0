package io.deltarule.cpu.convolution;

import io.deltarule.cpu.matmul.MicroKernel;
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
  private final float[] packed;

  PackedWeight(
      MicroKernel kernel,
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
    this.packed = new float[groups * panels * inner * panelStride];
  }

  /** The length of a row. */
  int inner() {
    return inner;
  }

  float[] array() {
    return packed;
  }

  /** Where an inner index of the panel with a row begins. */
  int at(int group, int row, int innerIndex) {
    return ((group * panels + row / panelRows) * inner + innerIndex) * panelStride;
  }

  /** Packs a group; rows beyond the last stay zeros. */
  void pack(int group) {
    for (int row = 0; row < rows; row += panelRows) {
      int to = at(group, row, 0);
      int valid = Math.min(panelRows, rows - row);
      int first = weightStart + group * layout.group() + row * layout.row();
      for (int p = 0; p < inner; p++) {
        int from = first + p / taps.length * layout.channel() + taps[p % taps.length];
        for (int i = 0; i < valid; i++) {
          packed[to + i] = weight[from + i * layout.row()];
        }
        to += panelStride;
      }
    }
  }
}

package io.deltarule.cpu.simd.matmul;

import io.deltarule.cpu.matmul.Packing;
import io.deltarule.cpu.matmul.Pieces;
import io.deltarule.cpu.simd.Lanes;
import io.deltarule.cpu.warmup.Piece;

/** Packing of rows that are a vector or two, of rows put together from pieces, and of lines. */
final class PackingPiece implements Piece<Packing> {
  private static final int ROWS = 100;
  private static final int TAPS = 3;

  @Override
  public Packing standIn() {
    return new Packing();
  }

  @Override
  public Packing vector() {
    return new VectorPacking();
  }

  @Override
  public Runnable exercise(Packing vector) {
    int stride = 3 * Lanes.COUNT;
    float[] source = new float[ROWS * stride];
    float[] panel = new float[ROWS * stride];
    VectorPacking packing = (VectorPacking) vector;
    Pieces pieces = pieces();
    return () -> {
      // Within the array, and near both of its ends, where pieces are copied by elements.
      packing.gatherRows(source, pieces, 0, ROWS / 4 * TAPS, panel, 0, stride);
      for (int width = Lanes.COUNT; width <= stride; width += Lanes.COUNT) {
        packing.copyShortRows(source, 0, stride, ROWS, width, panel, 0, width);
        // The last rows end where the array does: what lies behind them can't be taken along.
        packing.copyShortRows(source, 2 * stride - 1, stride, ROWS - 1, 1, panel, 0, width);
        packing.copyShortRows(source, 0, stride, ROWS / 4, stride, width, panel, 0, width, stride);
      }
      // Lines of one vector and of two; the last ones end where an array does.
      for (int step = 1; step <= 2; step++) {
        int lines = ROWS / step - 1;
        int length = step == 1 ? Lanes.COUNT + 1 : Lanes.COUNT;
        packing.copyLines(
            source,
            stride,
            step * stride,
            Lanes.COUNT,
            step,
            panel,
            0,
            stride,
            Lanes.COUNT,
            lines,
            2,
            Lanes.COUNT,
            panel.length);
        packing.copyLines(
            source,
            0,
            step * stride,
            0,
            step,
            panel,
            0,
            length,
            0,
            lines,
            1,
            length,
            lines * length);
      }
    };
  }

  /** Whole vectors and rests, with padding at either end and without; all of it padding. */
  private static Pieces pieces() {
    int[] taps = {-1, 0, 1};
    int step = 3 * Lanes.COUNT;
    Pieces pieces = new Pieces(3, 1, taps, step);
    int[] columns = {Lanes.COUNT + 1, Lanes.COUNT, Lanes.COUNT - 1};
    for (int s = 0; s < columns.length; s++) {
      pieces.add(s * Lanes.COUNT, columns[s]);
      pieces.range(0, 1, columns[s]);
      pieces.range(1, 0, s == 2 ? 0 : columns[s]);
      pieces.range(2, 0, columns[s] - 1);
    }
    return pieces;
  }

  @Override
  public String toString() {
    return "packing";
  }
}

package io.deltarule.cpu.simd.matmul;

import io.deltarule.cpu.matmul.Packing;
import io.deltarule.cpu.simd.Lanes;
import io.deltarule.cpu.warmup.Piece;

/** Packing of rows that are a vector or two. */
final class PackingPiece implements Piece<Packing> {
  private static final int ROWS = 100;

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
    return () -> {
      for (int width = Lanes.COUNT; width <= stride; width += Lanes.COUNT) {
        packing.copyShortRows(source, 0, stride, ROWS, width, panel, 0, width);
        // The last rows end where the array does: what lies behind them can't be taken along.
        packing.copyShortRows(source, 2 * stride - 1, stride, ROWS - 1, 1, panel, 0, width);
      }
    };
  }

  @Override
  public String toString() {
    return "packing";
  }
}

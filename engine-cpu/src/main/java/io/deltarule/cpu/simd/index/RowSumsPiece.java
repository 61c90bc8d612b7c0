package io.deltarule.cpu.simd.index;

import io.deltarule.cpu.index.RowSums;
import io.deltarule.cpu.simd.Lanes;
import io.deltarule.cpu.warmup.Piece;

/** Sums of rows by index. */
public final class RowSumsPiece implements Piece<RowSums> {
  private static final int ROWS = 32;

  /** Two groups of four vectors, one vector, and a rest. */
  private static final int COLUMNS = 9 * Lanes.COUNT + 1;

  public RowSumsPiece() {}

  @Override
  public RowSums standIn() {
    return RowSums.plain();
  }

  @Override
  public RowSums vector() {
    return new VectorRowSums();
  }

  @Override
  public Runnable exercise(RowSums vector) {
    float[] x = new float[ROWS * COLUMNS];
    float[] y = new float[ROWS * COLUMNS];
    int[] rows = new int[ROWS];
    for (int i = 0; i < ROWS; i++) {
      rows[i] = ROWS - 1 - i;
    }
    return () -> {
      for (int last = ROWS - 4; last <= ROWS; last++) {
        vector.sum(x, 0, COLUMNS, rows, 0, last, COLUMNS, y, 0);
        vector.add(x, 0, COLUMNS, rows, rows, 0, last, COLUMNS, y, 0);
      }
    };
  }

  @Override
  public String toString() {
    return "sums of rows";
  }
}

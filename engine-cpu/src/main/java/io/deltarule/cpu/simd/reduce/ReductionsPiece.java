package io.deltarule.cpu.simd.reduce;

import io.deltarule.cpu.reduce.PlainRowReductions;
import io.deltarule.cpu.reduce.RowReductions;
import io.deltarule.cpu.simd.Lanes;
import io.deltarule.cpu.warmup.Piece;
import io.deltarule.op.Reduce;

/** Reductions of all kinds, along rows and across them. */
public final class ReductionsPiece implements Piece<RowReductions> {
  private static final Reduce.Kind[] KINDS = Reduce.Kind.values();

  /** A longest row of more than one block, for lanes that make several passes. */
  private static final int LENGTH = 32 * RowReductions.LANES + Lanes.COUNT - 1;

  public ReductionsPiece() {}

  @Override
  public RowReductions standIn() {
    return new PlainRowReductions();
  }

  @Override
  public RowReductions vector() {
    return new VectorRowReductions();
  }

  @Override
  public Runnable exercise(RowReductions vector) {
    float[] x = new float[LENGTH];
    float[] y = new float[LENGTH];
    float[] lanes = new float[RowReductions.LANES];
    return () -> {
      for (Reduce.Kind kind : KINDS) {
        for (int length = LENGTH; length > 0; length /= 4) {
          vector.reduce(kind, x, 0, length, lanes);
          vector.fillByStretches(kind, x, 0, length / 64 * 16, lanes);
          vector.combineRow(kind, y, 0, x, 0, length / 4);
          vector.combineFourRows(kind, y, 0, x, 0, length / 8, length / 8);
        }
      }
    };
  }

  @Override
  public String toString() {
    return "reductions";
  }
}

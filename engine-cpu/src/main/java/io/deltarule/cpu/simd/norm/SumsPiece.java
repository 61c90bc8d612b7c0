package io.deltarule.cpu.simd.norm;

import io.deltarule.cpu.norm.CenteredSumsOfRuns;
import io.deltarule.cpu.norm.PlainSumsOfRuns;
import io.deltarule.cpu.simd.Lanes;
import io.deltarule.cpu.warmup.Piece;

/** The sums of normalisations, of all three kinds. */
public final class SumsPiece implements Piece<CenteredSumsOfRuns> {
  /** A longest run of more than one block, with a rest. */
  private static final int LENGTH = 40 * CenteredSumsOfRuns.LANES + Lanes.COUNT - 1;

  public SumsPiece() {}

  @Override
  public CenteredSumsOfRuns standIn() {
    return new PlainSumsOfRuns();
  }

  @Override
  public CenteredSumsOfRuns vector() {
    return new VectorSumsOfRuns();
  }

  @Override
  public Runnable exercise(CenteredSumsOfRuns vector) {
    float[] x = new float[LENGTH];
    float[] lanes = new float[CenteredSumsOfRuns.SCRATCH];
    return () -> {
      for (int length = LENGTH; length > 0; length /= 4) {
        vector.squares(x, 0, length, 0.5f, lanes);
        vector.products(x, 0, x, 0, length, 0.5f, lanes);
        vector.weighted(x, 0, x, 0, x, 0, length, 0.5f, lanes);
      }
    };
  }

  @Override
  public String toString() {
    return "sums of normalisations";
  }
}

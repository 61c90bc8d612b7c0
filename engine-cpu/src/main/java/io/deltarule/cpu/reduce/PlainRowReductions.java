package io.deltarule.cpu.reduce;

import io.deltarule.op.Reduce;

/** The lanes in an array. */
public final class PlainRowReductions extends RowReductions {
  public PlainRowReductions() {}

  @Override
  protected void fill(Reduce.Kind kind, float[] a, int from, int groups, float[] lanes) {
    for (int group = 0; group < groups; group++) {
      combineRow(kind, lanes, 0, a, from + group * LANES, LANES);
    }
  }
}

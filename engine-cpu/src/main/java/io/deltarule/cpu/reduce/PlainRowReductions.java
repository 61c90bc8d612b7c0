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

  @Override
  public void fillByStretches(Reduce.Kind kind, float[] a, int from, int stretch, float[] lanes) {
    for (int done = 0; done < stretch; done += LANES_A_STRETCH) {
      for (int s = 0; s < STRETCHES; s++) {
        int at = from + s * stretch + done;
        combineRow(kind, lanes, s * LANES_A_STRETCH, a, at, LANES_A_STRETCH);
      }
    }
  }
}

package io.deltarule.cpu.norm;

/** The lanes in an array. */
public final class PlainSumsOfRuns extends CenteredSumsOfRuns {
  public PlainSumsOfRuns() {}

  @Override
  protected void fillSquares(float[] x, int from, int groups, float shift, float[] lanes) {
    for (int group = 0; group < groups; group++) {
      int at = from + group * LANES;
      for (int i = 0; i < LANES; i++) {
        float d = x[at + i] - shift;
        lanes[i] += d;
        lanes[SECOND + i] = Math.fma(d, d, lanes[SECOND + i]);
      }
    }
  }

  @Override
  protected void fillProducts(
      float[] g, int gFrom, float[] x, int xFrom, int groups, float shift, float[] lanes) {
    for (int group = 0; group < groups; group++) {
      int at = group * LANES;
      for (int i = 0; i < LANES; i++) {
        float value = g[gFrom + at + i];
        lanes[i] += value;
        lanes[SECOND + i] = Math.fma(value, x[xFrom + at + i] - shift, lanes[SECOND + i]);
      }
    }
  }

  @Override
  protected void fillWeighted(
      float[] g,
      int gFrom,
      float[] w,
      int wFrom,
      float[] x,
      int xFrom,
      int groups,
      float shift,
      float[] lanes) {
    for (int group = 0; group < groups; group++) {
      int at = group * LANES;
      for (int i = 0; i < LANES; i++) {
        float value = g[gFrom + at + i] * w[wFrom + at + i];
        lanes[i] += value;
        lanes[SECOND + i] = Math.fma(value, x[xFrom + at + i] - shift, lanes[SECOND + i]);
      }
    }
  }
}

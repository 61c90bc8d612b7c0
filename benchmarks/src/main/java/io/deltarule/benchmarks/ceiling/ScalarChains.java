package io.deltarule.benchmarks.ceiling;

/** Twelve chains in plain Java: what runs without the Vector API. */
final class ScalarChains implements Chains {
  @Override
  public int flopsPerTurn() {
    return 2 * 12;
  }

  @Override
  public float run(int turns) {
    float m = MULTIPLIER;
    float a = ADDEND;
    float x0 = 0;
    float x1 = 1;
    float x2 = 2;
    float x3 = 3;
    float x4 = 4;
    float x5 = 5;
    float x6 = 6;
    float x7 = 7;
    float x8 = 8;
    float x9 = 9;
    float x10 = 10;
    float x11 = 11;
    for (int i = 0; i < turns; i++) {
      x0 = Math.fma(m, x0, a);
      x1 = Math.fma(m, x1, a);
      x2 = Math.fma(m, x2, a);
      x3 = Math.fma(m, x3, a);
      x4 = Math.fma(m, x4, a);
      x5 = Math.fma(m, x5, a);
      x6 = Math.fma(m, x6, a);
      x7 = Math.fma(m, x7, a);
      x8 = Math.fma(m, x8, a);
      x9 = Math.fma(m, x9, a);
      x10 = Math.fma(m, x10, a);
      x11 = Math.fma(m, x11, a);
    }
    return x0 + x1 + x2 + x3 + x4 + x5 + x6 + x7 + x8 + x9 + x10 + x11;
  }
}

package io.deltarule.cpu.convolution;

/** A product of a packed weight with the patches of one grid, in parts. */
interface ColumnsProduct {
  /** Called before each run. */
  void begin();

  /** Multiply-adds of a run. */
  long work();

  int parts();

  void part(int part);
}

package io.deltarule.benchmarks.ceiling;

/**
 * Independent chains of fused multiply-adds, x = m x + a: each waits for itself only, so that
 * enough of them keep every unit of the processor busy. Nothing is read from memory or written to
 * it.
 */
interface Chains {
  /** With {@link #ADDEND}, every chain tends to 1: no overflow, no denormal numbers. */
  float MULTIPLIER = 0.75f;

  /** What is added in each turn. */
  float ADDEND = 0.25f;

  /** Floating-point operations of one turn of all chains. */
  int flopsPerTurn();

  /**
   * Makes some turns and gives the sum of the chains' ends, so that none of them can be left out.
   */
  float run(int turns);
}

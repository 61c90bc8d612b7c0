package io.deltarule.parity.reference;

import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;

/**
 * What becomes of every inexact floating-point result. The reference itself keeps float64; with
 * random rounding it becomes Monte Carlo arithmetic (Parker 1997, "Monte Carlo arithmetic:
 * exploiting randomness in floating-point arithmetic"), which shows how far another precision may
 * stray.
 */
public interface Rounding extends DoubleUnaryOperator {
  /** Results as float64 gives them. */
  static Rounding none() {
    return exact -> exact;
  }

  /**
   * Results rounded to float32. This shows what chance does not: the same numbers are rounded the
   * same way, so that the errors of a sum of equal numbers add up. What overflows float32 stays as
   * it is: that is no rounding error.
   */
  static Rounding toFloat32() {
    return exact -> Float.isInfinite((float) exact) ? exact : (float) exact;
  }

  /**
   * Results off by one rounding, up or down by chance: by half to all of its largest error, so that
   * two errors do not cancel to nothing. Results below the normal numbers of float32, which a
   * backend may flush, are 0 by chance.
   *
   * @param epsilon the distance from 1 to the next larger number; half of it is the largest error
   * @param seed the seed of the chance
   */
  static Rounding random(double epsilon, long seed) {
    SplittableRandom chance = new SplittableRandom(seed);
    return exact -> {
      double draw = 2 * chance.nextDouble() - 1;
      // The draw second: nothing can foresee it, and half of the suite's time went by in guesses.
      if (Math.abs(exact) < Float.MIN_NORMAL && draw < 0) {
        return exact * 0;
      }
      return exact * (1 + Math.copySign(1 + Math.abs(draw), draw) / 2 * epsilon / 2);
    };
  }
}

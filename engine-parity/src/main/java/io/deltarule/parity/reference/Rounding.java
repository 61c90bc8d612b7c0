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
   * same way, so that the errors of a sum of equal numbers add up.
   */
  static Rounding toFloat32() {
    return exact -> (float) exact;
  }

  /**
   * Results off by up to the largest error of one rounding, uniformly by chance. The errors differ
   * in size, so that two of them hardly ever cancel: they would in every second run if each were
   * the largest, up or down, and then in all of a dozen runs for some element of a large tensor.
   *
   * @param epsilon the distance from 1 to the next larger number; half of it is the largest error
   * @param seed the seed of the chance
   */
  static Rounding random(double epsilon, long seed) {
    SplittableRandom chance = new SplittableRandom(seed);
    return exact -> exact * (1 + (chance.nextDouble() - 0.5) * epsilon);
  }
}

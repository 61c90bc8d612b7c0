package io.deltarule.expr;

/**
 * The error function in float64: the Maclaurin series near 0, the continued fraction of its
 * complement elsewhere (Abramowitz and Stegun, 7.1.6 and 7.1.14). Relative error below 1e-15 up to
 * the last digits lost in summation.
 */
public final class ErrorFunction {
  private static final double TWO_OVER_SQRT_PI = 2 / Math.sqrt(Math.PI);

  private ErrorFunction() {}

  /** erf(x), from -1 to 1. */
  public static double erf(double x) {
    double a = Math.abs(x);
    if (Double.isNaN(x)) {
      return x;
    }
    if (a > 6) {
      return Math.signum(x);
    }
    return a < 2 ? series(x) : Math.signum(x) * (1 - complement(a));
  }

  /**
   * 2/sqrt(pi) exp(-x^2) sum 2^n x^(2n+1) / (1 3 5 ... (2n+1)): all terms positive, so it is
   * stable.
   */
  private static double series(double x) {
    double square = x * x;
    double term = x;
    double sum = x;
    for (int n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
      term *= 2 * square / (2 * n + 1);
      sum += term;
    }
    return TWO_OVER_SQRT_PI * Math.exp(-square) * sum;
  }

  /**
   * erfc(x) for x of 2 or more, by the continued fraction x + (1/2)/(x + 1/(x + (3/2)/(x + ...))).
   */
  private static double complement(double x) {
    double fraction = x;
    for (int n = 120; n >= 1; n--) {
      fraction = x + n / 2.0 / fraction;
    }
    return Math.exp(-x * x) / Math.sqrt(Math.PI) / fraction;
  }
}

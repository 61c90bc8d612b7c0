package io.deltarule.parity.expr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltarule.expr.ErrorFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorFunctionTest {
  /** Expected values: mpmath 1.3.0, 40 digits, rounded to 20. */
  @ParameterizedTest
  @CsvSource({
    "1e-300, 1.1283791670955126022e-300",
    "1e-8, 1.1283791670955125599e-8",
    "0.1, 0.1124629160182848984",
    "0.5, 0.52049987781304653768",
    "1, 0.84270079294971486934",
    "1.5, 0.96610514647531072707",
    "1.99, 0.99511141319961699705",
    "2, 0.99532226501895273416",
    "2.01, 0.99552484935524823708",
    "3, 0.99997790950300141456",
    "4, 0.99999998458274209972",
    "5.9, 0.9999999999999999281",
    "6.5, 0.99999999999999999996"
  })
  void agreesWithHighPrecisionValues(double x, double expected) {
    double bound = 4e-16 * Math.abs(expected);
    assertTrue(
        Math.abs(ErrorFunction.erf(x) - expected) <= bound,
        () -> "erf(" + x + ") = " + ErrorFunction.erf(x) + ", expected " + expected);
    assertThat(ErrorFunction.erf(-x)).isEqualTo(-ErrorFunction.erf(x));
  }

  @ParameterizedTest
  @ValueSource(
      doubles = {0.0, -0.0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN})
  void specialValuesAreThoseOfTheLimit(double x) {
    assertThat((Double) ErrorFunction.erf(x))
        .isEqualTo((Double) (Double.isInfinite(x) ? Math.signum(x) : x));
  }

  @Test
  void isMonotonicWhereTheMethodsMeet() {
    double below = ErrorFunction.erf(Math.nextDown(2.0));
    double above = ErrorFunction.erf(2.0);
    assertThat(above - below).isBetween(-2.3e-16, 2.3e-16);
  }
}

package io.deltarule.parity.golden;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClosenessTest {
  private static final Closeness BOUND = new Closeness(1e-10, 1e-12);

  private static void compare(double found, double expected) {
    BOUND.require("figure", new double[] {found}, new double[] {expected});
  }

  @ParameterizedTest
  @CsvSource({
    "NaN, 1",
    "1, NaN",
    "NaN, NaN",
    "Infinity, 1e300",
    "1e300, Infinity",
    "Infinity, -Infinity",
    "1.000000001, 1",
    "1e-11, 0",
    "NaN, Infinity"
  })
  void refusesWhatIsFarOrNotANumber(double found, double expected) {
    assertThatThrownBy(() -> compare(found, expected))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("figure");
  }

  @ParameterizedTest
  @CsvSource({"1.00000000001, 1", "-0.0, 0", "1e-13, 0", "Infinity, Infinity"})
  void takesWhatIsClose(double found, double expected) {
    assertThatCode(() -> compare(found, expected)).doesNotThrowAnyException();
  }

  @Test
  void refusesAnotherCount() {
    assertThatThrownBy(() -> BOUND.require("figure", new double[2], new double[3]))
        .isInstanceOf(AssertionError.class);
  }
}

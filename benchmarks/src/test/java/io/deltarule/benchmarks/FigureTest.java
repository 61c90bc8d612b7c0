package io.deltarule.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FigureTest {
  @Test
  void aFigureCrossesAsALineInAnyLocale() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      Figure figure = new Figure("matmul:384x384x384", 212.5, "GFLOP/s");
      assertThat(figure.toLine()).isEqualTo("matmul:384x384x384\t212.5000\tGFLOP/s");
      assertThat(Figure.parse(figure.toLine())).contains(figure);
    } finally {
      Locale.setDefault(before);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "a warning", "a\tb\tc", "a\tNaN\tc", "a\t-1\tc", "a\t0\tc", "a\t1\tc\td"})
  void anyOtherLineIsNoFigure(String line) {
    assertThat(Figure.parse(line)).isEmpty();
  }
}

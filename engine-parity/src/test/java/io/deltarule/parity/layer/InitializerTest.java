package io.deltarule.parity.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.deltarule.layer.Initializer;
import io.deltarule.layer.Initializers;
import io.deltarule.random.RandomStream;
import io.deltarule.tensor.Shape;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** First values have the distributions of the papers, with the fans of a weight [out, in, ...]. */
class InitializerTest {
  private static final int OUT = 300;
  private static final int IN = 200;
  private static final double LIMIT_OF_NORMALS = Double.POSITIVE_INFINITY;

  private static float[] values(Initializer initializer, int... dims) {
    return FirstValues.of(initializer, Shape.of(dims), RandomStream.named(1, "weight"));
  }

  private static double mean(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).average().orElseThrow();
  }

  private static double variance(float[] values) {
    double mean = mean(values);
    return IntStream.range(0, values.length)
        .mapToDouble(i -> (values[i] - mean) * (values[i] - mean))
        .average()
        .orElseThrow();
  }

  private static double largest(float[] values) {
    return IntStream.range(0, values.length)
        .mapToDouble(i -> Math.abs(values[i]))
        .max()
        .orElseThrow();
  }

  /** Name, initialiser, its variance for [OUT, IN], the bound of its values. */
  static Stream<Arguments> table() {
    double glorot = 2.0 / (OUT + IN);
    double he = 2.0 / IN;
    double lecun = 1.0 / IN;
    return Stream.of(
        Arguments.of("glorotUniform", Initializers.glorotUniform(), glorot, Math.sqrt(3 * glorot)),
        Arguments.of("glorotNormal", Initializers.glorotNormal(), glorot, LIMIT_OF_NORMALS),
        Arguments.of("heUniform", Initializers.heUniform(), he, Math.sqrt(3 * he)),
        Arguments.of("heNormal", Initializers.heNormal(), he, LIMIT_OF_NORMALS),
        Arguments.of("lecunUniform", Initializers.lecunUniform(), lecun, Math.sqrt(3 * lecun)),
        Arguments.of("lecunNormal", Initializers.lecunNormal(), lecun, LIMIT_OF_NORMALS),
        Arguments.of("uniform", Initializers.uniform(-0.5, 0.5), 1.0 / 12, 0.5),
        Arguments.of("normal", Initializers.normal(0.3), 0.09, LIMIT_OF_NORMALS),
        // The variance of a standard normal that is cut at 2: 1 - 4 phi(2) / (2 Phi(2) - 1).
        Arguments.of(
            "truncatedNormal", Initializers.truncatedNormal(0.5), 0.25 * 0.773741303, 1.0));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("table")
  void meanVarianceAndBoundAreThoseOfTheDistribution(
      String name, Initializer initializer, double variance, double bound) {
    float[] values = values(initializer, OUT, IN);
    // Four deviations of the mean, and of the variance of a normal distribution.
    assertThat(mean(values)).isCloseTo(0, within(4 * Math.sqrt(variance / values.length)));
    assertThat(variance(values) / variance)
        .isCloseTo(1, within(4 * Math.sqrt(2.0 / values.length)));
    assertThat(largest(values)).isLessThanOrEqualTo(bound * (1 + 1e-7));
    if (Double.isFinite(bound)) {
      assertThat(largest(values)).isGreaterThan(0.99 * bound);
    }
  }

  @ParameterizedTest
  @CsvSource({"40, 20, 3, 3", "30, 50, 7, 1", "64, 8, 1, 1"})
  void kernelPositionsCountInTheFan(int out, int in, int height, int width) {
    float[] values = values(Initializers.heNormal(), out, in, height, width);
    assertThat(variance(values) * in * height * width / 2)
        .isCloseTo(1, within(4 * Math.sqrt(2.0 / values.length)));
    double bound = Math.sqrt(6.0 / ((out + in) * height * width));
    assertThat(largest(values(Initializers.glorotUniform(), out, in, height, width)))
        .isBetween(0.98 * bound, bound * (1 + 1e-7));
  }

  @ParameterizedTest
  @CsvSource({"7, 7", "20, 12", "12, 20", "1, 9", "9, 1"})
  void orthogonalRowsOrColumnsAreOrthonormalTimesTheGain(int rows, int columns) {
    double gain = 1.5;
    float[] w = values(Initializers.orthogonal(gain), rows, columns);
    int count = Math.min(rows, columns);
    boolean wide = rows <= columns;
    for (int i = 0; i < count; i++) {
      for (int j = 0; j <= i; j++) {
        double dot = 0;
        for (int k = 0; k < Math.max(rows, columns); k++) {
          dot +=
              wide
                  ? (double) w[i * columns + k] * w[j * columns + k]
                  : (double) w[k * columns + i] * w[k * columns + j];
        }
        assertThat(dot).isCloseTo(i == j ? gain * gain : 0, within(1e-6));
      }
    }
  }

  @Test
  void orthogonalKernelsAreOrthogonalAsMatrices() {
    assertThat(values(Initializers.orthogonal(1), 6, 2, 3, 3))
        .containsExactly(values(Initializers.orthogonal(1), 6, 18));
    assertThatThrownBy(() -> values(Initializers.orthogonal(1), 6))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("orthogonal", "rank 2", "[6]");
  }

  @Test
  void constantsAreConstant() {
    assertThat(values(Initializers.zeros(), 2, 2)).containsOnly(0f);
    assertThat(values(Initializers.ones(), 2, 2)).containsOnly(1f);
    assertThat(values(Initializers.constant(0.25), 3)).containsOnly(0.25f);
  }

  @Test
  void parametersThatMakeNoDistributionAreRefused() {
    assertThatThrownBy(() -> Initializers.normal(-1)).hasMessageContainingAll("normal", "-1");
    assertThatThrownBy(() -> Initializers.truncatedNormal(Double.NaN))
        .hasMessageContainingAll("truncatedNormal", "NaN");
    assertThatThrownBy(() -> Initializers.uniform(1, 0)).hasMessageContainingAll("uniform", "1.0");
    assertThatThrownBy(() -> Initializers.orthogonal(Double.NaN))
        .hasMessageContainingAll("orthogonal", "NaN");
    assertThatThrownBy(() -> Initializers.constant(Double.NaN))
        .hasMessageContainingAll("constant", "NaN");
  }
}

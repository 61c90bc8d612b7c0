package io.deltarule.cpu.norm;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.cpu.processor.Processor;
import io.deltarule.cpu.processor.Processors;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SumsOfRunsTest {
  private static final int AT = 5;

  private static float[] random(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] x = new float[AT + count + 3];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextDouble(-1, 1);
    }
    return x;
  }

  /** Around a group of 64, around a block of 32 groups, and within lanes. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 15, 16, 17, 63, 64, 65, 2047, 2048, 2049, 5000})
  void vectorsGiveTheBitsOfPlainLoopsAndTheSumsThatAreMeant(int count) {
    float[] g = random(count, 1);
    float[] w = random(count, 2);
    float[] x = random(count, 3);
    float shift = 0.25f;
    double[][] exact = new double[3][2];
    double[][] sizes = new double[3][2];
    for (int i = AT; i < AT + count; i++) {
      double d = (double) x[i] - shift;
      double[][] terms = {{d, d * d}, {g[i], g[i] * d}, {g[i] * w[i], (double) g[i] * w[i] * d}};
      for (int kind = 0; kind < 3; kind++) {
        for (int k = 0; k < 2; k++) {
          exact[kind][k] += terms[kind][k];
          sizes[kind][k] += Math.abs(terms[kind][k]);
        }
      }
    }
    for (int kind = 0; kind < 3; kind++) {
      float[] plain = sums(Processor.plain(), kind, g, w, x, count, shift);
      assertThat(sums(Processors.simd(), kind, g, w, x, count, shift)).isEqualTo(plain);
      for (int k = 0; k < 2; k++) {
        // Each term is rounded a few times, and in as many sums as its lane has terms, and six.
        double bound = (count / 64 + 12) * 0x1p-24 * sizes[kind][k];
        double error = Math.abs(plain[k] - exact[kind][k]);
        assertThat(error <= bound).as("sum %s of kind %s: off by %s", k, kind, error).isTrue();
      }
    }
  }

  private static float[] sums(
      Processor processor, int kind, float[] g, float[] w, float[] x, int count, float shift) {
    CenteredSumsOfRuns sums = processor.sumsOfRuns().now();
    float[] lanes = new float[CenteredSumsOfRuns.SCRATCH];
    switch (kind) {
      case 0 -> sums.squares(x, AT, count, shift, lanes);
      case 1 -> sums.products(g, AT, x, AT, count, shift, lanes);
      default -> sums.weighted(g, AT, w, AT, x, AT, count, shift, lanes);
    }
    return new float[] {lanes[0], lanes[CenteredSumsOfRuns.SECOND]};
  }
}

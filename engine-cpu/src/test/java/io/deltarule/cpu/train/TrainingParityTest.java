package io.deltarule.cpu.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.backend.Backend;
import io.deltarule.backend.BackendOptions;
import io.deltarule.backend.Engine;
import io.deltarule.cpu.CpuBackend;
import io.deltarule.parity.reference.ReferenceBackend;
import io.deltarule.parity.reference.Rounding;
import io.deltarule.tensor.DType;
import io.deltarule.tensor.Tensor;
import io.deltarule.train.Training;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole training runs, dropout and clipping included, on this backend and on the reference. */
class TrainingParityTest {
  private static final int STEPS = 25;
  private static final int STRAYED_RUNS = 6;

  /**
   * Covers another order of summation, and functions that are off by some units in the last place.
   */
  private static final double SLACK = 8;

  private static Map<String, Tensor> trained(Networks network, Backend backend) {
    try (Engine engine = Engine.of(backend);
        Training training = network.training(engine)) {
      network.train(training, STEPS);
      Map<String, Tensor> result = new LinkedHashMap<>(training.parameters());
      training.slot("ema").forEach((name, value) -> result.put("average of " + name, value));
      return result;
    }
  }

  private static Backend cpu(int threads, String simd) {
    return new CpuBackend(new BackendOptions(threads, Map.of(CpuBackend.SIMD, simd)));
  }

  /**
   * The bound is what the reference itself strays by when every operation is off by one rounding of
   * float32, times a slack.
   */
  @Test
  void parametersAndAveragesAgreeWithTheReference() {
    Map<String, Tensor> exact = trained(Networks.DENSE, new ReferenceBackend());
    Map<String, Double> bounds = new LinkedHashMap<>();
    for (int run = 0; run < STRAYED_RUNS; run++) {
      trained(Networks.DENSE, new ReferenceBackend(Rounding.random(DType.FLOAT32.epsilon(), run)))
          .forEach(
              (name, strayed) ->
                  bounds.merge(name, SLACK * distance(strayed, exact.get(name)), Math::max));
    }
    Map<String, Tensor> found = trained(Networks.DENSE, cpu(2, "auto"));
    assertThat(found.keySet()).isEqualTo(exact.keySet());
    exact.forEach(
        (name, expected) -> {
          double error = distance(found.get(name), expected);
          assertThat(bounds.get(name)).isPositive().isLessThan(1e-3);
          assertThat(error <= bounds.get(name))
              .as("%s: error %s, allowed %s", name, error, bounds.get(name))
              .isTrue();
        });
  }

  @ParameterizedTest
  @EnumSource
  void bitsAreTheSameForEveryNumberOfThreadsWithVectorsAndWithout(Networks network) {
    Map<String, Tensor> first = trained(network, cpu(1, "auto"));
    for (int threads : new int[] {1, 2, 3, 5}) {
      assertThat(trained(network, cpu(threads, "auto"))).as("%s threads", threads).isEqualTo(first);
    }
    assertThat(trained(network, cpu(2, "off"))).as("plain loops").isEqualTo(first);
  }

  /** The largest difference of two elements; NaN if there is one. */
  private static double distance(Tensor a, Tensor b) {
    double largest = 0;
    for (int i = 0; i < a.size(); i++) {
      largest = Math.max(largest, Math.abs(a.get(i) - b.get(i)));
    }
    return largest;
  }
}

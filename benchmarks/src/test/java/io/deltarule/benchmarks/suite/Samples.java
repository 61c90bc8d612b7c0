package io.deltarule.benchmarks.suite;

import io.deltarule.benchmarks.measure.Contestant;
import io.deltarule.benchmarks.measure.StepFigures;
import java.util.Arrays;
import java.util.List;

/** Made-up measurements. */
final class Samples {
  private Samples() {}

  /** Rounds of mlp-small with these median times in milliseconds. */
  static List<Contestant.Sample> ofMillis(double... medians) {
    return Arrays.stream(medians).mapToObj(millis -> sample(millis, 101_770, 100L << 20)).toList();
  }

  static Contestant.Sample sample(double millis, long parameters, Long peak) {
    return new Contestant.Sample(
        new StepFigures(
            "Engine 1",
            "mlp-small",
            64,
            2,
            parameters,
            10,
            millis,
            millis / 2,
            40_000_000L,
            8_000_000L,
            0.0,
            peak,
            0,
            0.5,
            2,
            1),
        millis / 10);
  }
}

package io.deltarule.parity.optim;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.optim.Schedule;
import io.deltarule.optim.Schedules;
import io.deltarule.parity.golden.Closeness;
import io.deltarule.parity.golden.Golden;
import io.deltarule.parity.golden.Recording;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every schedule against torch.optim.lr_scheduler over 50 steps. */
class ScheduleConformanceTest {
  private static final Recording GOLDEN = Golden.read("schedules");
  private static final int STEPS = 50;
  private static final double RATE = 0.3;

  /** PyTorch goes from step to step by recurrences, whose roundings add up. */
  private static final Closeness BOUND = new Closeness(1e-12, 1e-14);

  static Stream<Arguments> table() {
    return Stream.of(
        Arguments.of("constant", Schedules.constant(RATE)),
        Arguments.of("step", Schedules.step(RATE, 7, 0.5)),
        Arguments.of("exponential", Schedules.exponential(RATE, 0.9)),
        Arguments.of("cosine", Schedules.cosine(RATE, 0, STEPS, 0.01)),
        Arguments.of("warmUpAndCosine", Schedules.cosine(RATE, 10, STEPS, 0.01)),
        Arguments.of("oneCycle", Schedules.oneCycle(RATE, STEPS)),
        Arguments.of("oneCycle.odd", Schedules.oneCycle(RATE, 57)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("table")
  void fiftyRatesAreThoseOfPyTorch(String name, Schedule schedule) {
    double[] rates = IntStream.range(0, STEPS).mapToDouble(schedule::learningRate).toArray();
    BOUND.require(name, rates, GOLDEN.numbers(name));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void plateausReduceTheRateWhenPyTorchDoes(int patience) {
    Schedule schedule = Schedules.reduceOnPlateau(RATE, 0.5, patience);
    double[] rates = new double[STEPS];
    double[] figures = GOLDEN.numbers("plateau.figures");
    for (int i = 0; i < STEPS; i++) {
      rates[i] = schedule.learningRate(i);
      schedule.observe(figures[i]);
    }
    BOUND.require("plateau", rates, GOLDEN.numbers("plateau." + patience));
    assertThat(rates[STEPS - 1]).isLessThan(RATE);
  }

  @Test
  void rateStaysFiniteAndPositiveInTheShortestRuns() {
    for (long total = 1; total <= 8; total++) {
      for (long step = 0; step < total + 3; step++) {
        assertThat(Schedules.oneCycle(RATE, total).learningRate(step))
            .as("one cycle of %s steps, step %s", total, step)
            .isBetween(0.0, RATE);
        assertThat(Schedules.cosine(RATE, total - 1, total, 0).learningRate(step))
            .as("cosine of %s steps, step %s", total, step)
            .isBetween(0.0, RATE);
      }
    }
  }
}

package io.deltarule.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StepClockTest {
  @Test
  void everyStepIsEitherWarmUpOrCounted() {
    AtomicInteger runs = new AtomicInteger();
    StepClock.Times times = new StepClock(0.01, 0.01).time(runs::incrementAndGet);
    assertThat(times.warmup().length + times.counted().length).isEqualTo(runs.get());
    assertThat(times.warmup()).hasSizeGreaterThanOrEqualTo(3);
    assertThat(times.counted()).hasSizeGreaterThanOrEqualTo(3);
    assertThat(times.shortest()).isLessThanOrEqualTo(times.median());
  }

  @Test
  void whatAStepAllocatesIsCounted() {
    byte[][] kept = new byte[1][];
    StepClock.Times times = new StepClock(0.01, 0.01).time(() -> kept[0] = new byte[100_000]);
    assertThat(times.allocatedBytesPerStep()).isBetween(100_000.0, 110_000.0);
    assertThat(kept[0]).hasSize(100_000);
  }

  @Test
  void whatIsAllocatedOnceIsNotTakenForWhatAStepAllocates() {
    AtomicInteger runs = new AtomicInteger();
    new StepClock(0, 0).time(runs::incrementAndGet);
    int total = runs.getAndSet(0);
    byte[][] kept = new byte[1][];
    for (int once = 0; once < total; once++) {
      int at = once;
      runs.set(0);
      kept[0] = null;
      StepClock.Times times =
          new StepClock(0, 0)
              .time(
                  () -> {
                    if (runs.getAndIncrement() == at) {
                      kept[0] = new byte[100_000];
                    }
                  });
      assertThat(times.counted()).hasSize(3);
      assertThat(times.allocatedBytesPerStep()).as("allocated in run %d", at).isLessThan(100);
      assertThat(kept[0]).hasSize(100_000);
    }
  }
}

package io.deltarule.cpu.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkerPoolTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8})
  void runsEveryPartOnceAndReturnsWhenAllAreDone(int threads) {
    try (WorkerPool pool = new WorkerPool(threads)) {
      for (int parts : new int[] {0, 1, 2, 7, 1000}) {
        for (int repeat = 0; repeat < 50; repeat++) {
          AtomicIntegerArray runs = new AtomicIntegerArray(parts);
          pool.run(runs::incrementAndGet, parts);
          assertThat(IntStream.range(0, parts).map(runs::get)).allMatch(count -> count == 1);
        }
      }
    }
  }

  @Test
  void whatPartsWroteIsVisibleToTheCaller() {
    int[] written = new int[64];
    try (WorkerPool pool = new WorkerPool(2)) {
      for (int round = 1; round <= 2000; round++) {
        int value = round;
        pool.run(part -> written[part] = value, written.length);
        for (int w : written) {
          if (w != round) {
            throw new AssertionError("round " + round + " found " + w);
          }
        }
      }
    }
  }

  @Test
  void aFailureReachesTheCallerAndThePoolLivesOn() {
    try (WorkerPool pool = new WorkerPool(3)) {
      for (int repeat = 0; repeat < 100; repeat++) {
        int bad = repeat % 10;
        assertThatThrownBy(
                () ->
                    pool.run(
                        part -> {
                          if (part == bad) {
                            throw new IllegalStateException("part " + part);
                          }
                        },
                        10))
            .isInstanceOf(IllegalStateException.class)
            .hasMessage("part " + bad);
        boolean[] ran = new boolean[4];
        pool.run(part -> ran[part] = true, 4);
        assertThat(ran).containsOnly(true);
      }
    }
  }

  @Test
  void anUndeclaredCheckedExceptionReachesTheCallerToo() {
    try (WorkerPool pool = new WorkerPool(2)) {
      for (int repeat = 0; repeat < 50; repeat++) {
        assertThatThrownBy(() -> pool.run(part -> throwUnchecked(new IOException("x")), 8))
            .isInstanceOf(IllegalStateException.class)
            .hasRootCauseMessage("x");
      }
    }
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> void throwUnchecked(Throwable thrown) throws E {
    throw (E) thrown;
  }

  @Test
  void workersWakeAfterALongPause() throws InterruptedException {
    try (WorkerPool pool = new WorkerPool(2)) {
      for (int i = 0; i < 3; i++) {
        Thread.sleep(50);
        AtomicIntegerArray runs = new AtomicIntegerArray(8);
        pool.run(runs::incrementAndGet, 8);
        assertThat(IntStream.range(0, 8).map(runs::get)).containsOnly(1);
      }
    }
  }

  @Test
  void closingEndsTheThreads() {
    WorkerPool pool = new WorkerPool(4);
    pool.run(part -> {}, 100);
    pool.close();
    pool.close();
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(t -> t.isAlive() && t.getName().startsWith("deltarule-worker"));
  }

  @Test
  void refusesNoThreads() {
    assertThatThrownBy(() -> new WorkerPool(0)).hasMessageContaining("1 or more, got 0");
  }
}

package io.deltarule.cpu.warmup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExercisesTest {
  private final AtomicLong allocated = new AtomicLong();
  private final AtomicInteger turns = new AtomicInteger();

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5, 40})
  void codeIsCompiledAfterThreeTurnsWithoutAnAllocation(int allocating) throws Exception {
    Exercises exercises = new Exercises(allocated::get, () -> false);
    boolean compiled =
        exercises.compile(
            () -> {
              if (turns.incrementAndGet() <= allocating) {
                allocated.addAndGet(16);
              }
            });
    assertThat(compiled).isTrue();
    assertThat(turns).hasValue(allocating + 3);
  }

  @Test
  void twoTurnsWithoutAnAllocationAreNotEnough() throws Exception {
    Exercises exercises = new Exercises(allocated::get, () -> false, 50);
    boolean compiled =
        exercises.compile(
            () -> {
              if (turns.incrementAndGet() % 3 == 0) {
                allocated.addAndGet(16);
              }
            });
    assertThat(compiled).isFalse();
    assertThat(turns).hasValue(50);
  }

  @Test
  void theyEndWhenStopped() throws Exception {
    Exercises exercises = new Exercises(allocated::get, () -> turns.get() == 7);
    boolean compiled =
        exercises.compile(
            () -> {
              turns.incrementAndGet();
              allocated.addAndGet(16);
            });
    assertThat(compiled).isFalse();
    assertThat(turns).hasValue(7);
  }
}

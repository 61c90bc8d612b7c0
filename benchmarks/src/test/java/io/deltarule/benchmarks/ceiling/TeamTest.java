package io.deltarule.benchmarks.ceiling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class TeamTest {
  @Test
  void allMembersAreAtWorkAtOnce() {
    AtomicIntegerArray runs = new AtomicIntegerArray(3);
    CyclicBarrier meeting = new CyclicBarrier(3);
    try (Team team = new Team(3)) {
      for (int i = 0; i < 2; i++) {
        double seconds =
            team.seconds(
                member -> {
                  runs.incrementAndGet(member);
                  meet(meeting);
                });
        assertThat(seconds).isPositive();
      }
    }
    assertThat(runs).hasToString("[2, 2, 2]");
  }

  private static void meet(CyclicBarrier meeting) {
    try {
      meeting.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new AssertionError("the others did not come", e);
    }
  }

  @Test
  void theFailureOfAMemberIsTheCause() {
    ArithmeticException failure = new ArithmeticException("of member 1");
    try (Team team = new Team(2)) {
      assertThatThrownBy(
              () ->
                  team.seconds(
                      member -> {
                        if (member == 1) {
                          throw failure;
                        }
                      }))
          .isInstanceOf(IllegalStateException.class)
          .hasCause(failure);
    }
  }
}

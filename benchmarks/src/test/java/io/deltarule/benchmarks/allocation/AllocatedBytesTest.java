package io.deltarule.benchmarks.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class AllocatedBytesTest {
  private volatile Object escaped;

  @Test
  void whatARunAllocatesIsCounted() {
    assertThat(AllocatedBytes.perRun(() -> escaped = new byte[10_000], 100))
        .isBetween(10_000.0, 11_000.0);
    assertThat(escaped).isNotNull();
  }

  @Test
  void whatRunsWithoutAllocatingCountsNothing() {
    int[] runs = {0};
    assertThat(AllocatedBytes.perRun(() -> runs[0]++, 100)).isZero();
    assertThat(runs[0]).isBetween(100, 500);
  }

  @Test
  void threadsThatEndTakeNothingOffTheCount() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    CountDownLatch allocated = new CountDownLatch(1);
    Thread other =
        new Thread(
            () -> {
              escaped = new byte[50_000_000];
              allocated.countDown();
              awaitQuietly(end);
            });
    other.start();
    allocated.await();
    AllocatedBytes.Reading before = AllocatedBytes.ofAllThreads();
    escaped = new byte[1_000_000];
    end.countDown();
    other.join();
    assertThat(before.until(AllocatedBytes.ofAllThreads())).isBetween(1_000_000L, 10_000_000L);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void otherThreadsCountToo() throws Exception {
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      AllocatedBytes.Reading before = AllocatedBytes.ofAllThreads();
      long own = AllocatedBytes.ofCurrentThread();
      Future<?> done = other.submit(() -> escaped = new byte[1_000_000]);
      done.get();
      assertThat(AllocatedBytes.ofCurrentThread() - own).isLessThan(1_000_000);
      assertThat(before.until(AllocatedBytes.ofAllThreads())).isGreaterThanOrEqualTo(1_000_000);
    } finally {
      other.shutdownNow();
    }
  }
}

package io.deltarule.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PrefetcherTest {
  @Test
  void theBatchInUseIsNotOverwritten() throws InterruptedException {
    AtomicInteger reads = new AtomicInteger();
    NumberedBatches source =
        new NumberedBatches(50, (epoch, index, into) -> reads.incrementAndGet());
    try (Prefetcher prefetcher = new Prefetcher(source, 0, 50, 3)) {
      Batch batch = prefetcher.next();
      while (reads.get() < 3) {
        Thread.onSpinWait();
      }
      Thread.sleep(20); // a thread that goes too far does so now
      assertThat(reads.get()).isEqualTo(3);
      assertThat(batch.features().floats()[0]).isZero();
    }
  }

  @Test
  void theFailureOfTheSourceComesAfterTheBatchesBeforeIt() throws InterruptedException {
    IllegalArgumentException cause = new IllegalArgumentException("row 12 is damaged");
    NumberedBatches source =
        new NumberedBatches(
            4,
            (epoch, index, into) -> {
              if (epoch == 1 && index == 2) {
                throw cause;
              }
            });
    try (Prefetcher prefetcher = new Prefetcher(source, 0, 100, 4)) {
      Thread.sleep(20); // the failure waits until its batch is due
      for (int step = 0; step < 6; step++) {
        assertThat(prefetcher.next().features().floats()[0])
            .isEqualTo((float) (100 * (step / 4) + step % 4));
      }
      for (int again = 0; again < 2; again++) {
        assertThatThrownBy(prefetcher::next)
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("reading batch 2 of epoch 1 failed")
            .hasMessageContaining("row 12 is damaged")
            .hasCause(cause);
      }
    }
  }

  @Test
  void errorsInTheThreadReachTheConsumerToo() {
    NumberedBatches source =
        new NumberedBatches(
            1,
            (epoch, index, into) -> {
              throw new AssertionError("broken");
            });
    try (Prefetcher prefetcher = new Prefetcher(source, 0, 1, 2)) {
      assertThatThrownBy(prefetcher::next).hasRootCauseInstanceOf(AssertionError.class);
    }
  }

  @Test
  void anInterruptedConsumerCanGoOn() throws InterruptedException {
    CountDownLatch gate = new CountDownLatch(1);
    NumberedBatches source =
        new NumberedBatches(
            2,
            (epoch, index, into) -> {
              try {
                gate.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    try (Prefetcher prefetcher = new Prefetcher(source, 0, 2, 2)) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(prefetcher::next).isInstanceOf(InterruptedException.class);
      gate.countDown();
      assertThat(prefetcher.next().index()).isZero();
      assertThat(prefetcher.next().index()).isEqualTo(1);
      assertThat(prefetcher.next()).isNull();
    }
  }

  @Test
  void closingStopsAWaitingThreadAndAWaitingConsumer() throws InterruptedException {
    Prefetcher full = new Prefetcher(new NumberedBatches(9), 0, 900, 2);
    full.next();
    full.close();
    full.close();
    assertThatThrownBy(full::next).hasMessageContaining("is closed");

    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch reading = new CountDownLatch(1);
    Prefetcher stuck =
        new Prefetcher(
            new NumberedBatches(
                9,
                (epoch, index, into) -> {
                  reading.countDown();
                  try {
                    never.await();
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                }),
            0,
            9,
            2);
    Throwable[] seen = new Throwable[1];
    Thread consumer =
        new Thread(
            () -> {
              try {
                stuck.next();
              } catch (InterruptedException | RuntimeException e) {
                seen[0] = e;
              }
            });
    consumer.start();
    reading.await();
    stuck.close();
    consumer.join();
    assertThat(seen[0]).isInstanceOf(IllegalStateException.class).hasMessageContaining("is closed");
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .doesNotContain("deltarule-prefetch");
  }

  @Test
  void sizesThatMakeNoSenseAreRefused() {
    NumberedBatches source = new NumberedBatches(3);
    assertThatThrownBy(() -> new Prefetcher(source, 0, 9, 1)).hasMessageContaining("got 1");
    assertThatThrownBy(() -> new Prefetcher(source, 5, 4, 2)).hasMessageContaining("5 to 4");
    assertThatThrownBy(() -> new Prefetcher(source, 0, Long.MAX_VALUE, 2))
        .hasMessageContaining("beyond the last epoch");
  }
}

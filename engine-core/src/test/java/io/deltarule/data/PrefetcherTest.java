package io.deltarule.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PrefetcherTest {
  /** Batches of one feature that holds {@code 100 * epoch + index}. */
  private record Numbered(int batchesPerEpoch, Reader reader) implements BatchSource {
    Numbered(int batchesPerEpoch) {
      this(batchesPerEpoch, (epoch, index, into) -> {});
    }

    @Override
    public Batch newBatch() {
      return new Batch(1, 0, Shape.of(1), Shape.scalar(), DType.INT32);
    }

    @Override
    public Reader newReader() {
      return (epoch, index, into) -> {
        reader.read(epoch, index, into);
        into.features().floats()[0] = 100 * epoch + index;
        into.setPosition(epoch, index);
      };
    }
  }

  private static void pause(int milliseconds) {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Property(tries = 60, seed = "1")
  void theSameBatchesComeInOrderWhoeverIsSlower(
      @ForAll @IntRange(min = 1, max = 5) int perEpoch,
      @ForAll @IntRange(max = 7) int first,
      @ForAll @IntRange(max = 20) int steps,
      @ForAll @IntRange(min = 2, max = 5) int buffers,
      @ForAll @IntRange(max = 2) int slower)
      throws InterruptedException {
    Numbered source =
        new Numbered(
            perEpoch,
            (epoch, index, into) -> {
              if (slower == 1 && index % 2 == 0) {
                pause(1);
              }
            });
    try (Prefetcher prefetcher = new Prefetcher(source, first, first + steps, buffers)) {
      for (int step = first; step < first + steps; step++) {
        Batch batch = prefetcher.next();
        if (slower == 2 && step % 2 == 0) {
          Thread.sleep(1);
        }
        assertThat(batch.epoch()).isEqualTo(step / perEpoch);
        assertThat(batch.index()).isEqualTo(step % perEpoch);
        assertThat(batch.features().floats()[0])
            .isEqualTo(100f * (step / perEpoch) + step % perEpoch);
      }
      assertThat(prefetcher.next()).isNull();
      assertThat(prefetcher.next()).isNull();
    }
  }

  @Test
  void theBatchInUseIsNotOverwritten() throws InterruptedException {
    AtomicInteger reads = new AtomicInteger();
    Numbered source = new Numbered(50, (epoch, index, into) -> reads.incrementAndGet());
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
    Numbered source =
        new Numbered(
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
            .isEqualTo(100f * (step / 4) + step % 4);
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
    Numbered source =
        new Numbered(
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
    Numbered source =
        new Numbered(
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
    Prefetcher full = new Prefetcher(new Numbered(9), 0, 900, 2);
    full.next();
    full.close();
    full.close();
    assertThatThrownBy(full::next).hasMessageContaining("is closed");

    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch reading = new CountDownLatch(1);
    Prefetcher stuck =
        new Prefetcher(
            new Numbered(
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
    Numbered source = new Numbered(3);
    assertThatThrownBy(() -> new Prefetcher(source, 0, 9, 1)).hasMessageContaining("got 1");
    assertThatThrownBy(() -> new Prefetcher(source, 5, 4, 2)).hasMessageContaining("5 to 4");
    assertThatThrownBy(() -> new Prefetcher(source, 0, Long.MAX_VALUE, 2))
        .hasMessageContaining("beyond the last epoch");
  }
}

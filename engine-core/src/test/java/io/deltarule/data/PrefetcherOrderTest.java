package io.deltarule.data;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class PrefetcherOrderTest {
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
    NumberedBatches source =
        new NumberedBatches(
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
            .isEqualTo((float) (100 * (step / perEpoch) + step % perEpoch));
      }
      assertThat(prefetcher.next()).isNull();
      assertThat(prefetcher.next()).isNull();
    }
  }
}

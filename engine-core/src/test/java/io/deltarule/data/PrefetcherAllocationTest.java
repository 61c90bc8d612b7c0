package io.deltarule.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.persist.AllocatedBytes;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import org.junit.jupiter.api.Test;

class PrefetcherAllocationTest {
  private static final int WINDOW = 1000;

  private static void take(Prefetcher prefetcher) throws InterruptedException {
    for (int step = 0; step < WINDOW; step++) {
      prefetcher.next();
    }
  }

  @Test
  void aThousandStepsAllocateNothingOnEitherThread() throws InterruptedException {
    int n = 400_000;
    Dataset data =
        Dataset.classification(
            Tensor.of(Shape.of(n, 3), new float[3 * n]), Tensor.of(Shape.of(n), new int[n]), 2);
    Batches batches = Batches.shuffled(data, 16, 1);
    try (Prefetcher prefetcher = new Prefetcher(batches, 0, batches.batchesPerEpoch(), 3)) {
      take(prefetcher);
      Thread worker =
          Thread.getAllStackTraces().keySet().stream()
              .filter(thread -> thread.getName().equals("deltarule-prefetch"))
              .findFirst()
              .orElseThrow();
      assertThat(AllocatedBytes.leastOf(worker, () -> take(prefetcher))).isZero();
      assertThat(AllocatedBytes.leastOf(Thread.currentThread(), () -> take(prefetcher))).isZero();
    }
  }
}

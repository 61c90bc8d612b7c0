package io.deltarule.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.persist.AllocatedBytes;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import org.junit.jupiter.api.Test;

class PrefetcherAllocationTest {
  @Test
  void aThousandStepsAllocateNothingOnEitherThread() throws InterruptedException {
    int n = 40_000;
    Dataset data =
        Dataset.classification(
            Tensor.of(Shape.of(n, 3), new float[3 * n]), Tensor.of(Shape.of(n), new int[n]), 2);
    Batches batches = Batches.shuffled(data, 16, 1);
    try (Prefetcher prefetcher = new Prefetcher(batches, 0, batches.batchesPerEpoch(), 3)) {
      for (int step = 0; step < 1000; step++) {
        prefetcher.next();
      }
      Thread worker =
          Thread.getAllStackTraces().keySet().stream()
              .filter(thread -> thread.getName().equals("deltarule-prefetch"))
              .findFirst()
              .orElseThrow();
      AllocatedBytes.of(worker);
      long before = AllocatedBytes.ofCurrentThread();
      long cost = AllocatedBytes.ofCurrentThread() - before;
      long workerBefore = AllocatedBytes.of(worker);
      before = AllocatedBytes.ofCurrentThread();
      for (int step = 0; step < 1000; step++) {
        prefetcher.next();
      }
      // The counter's own reflection allocates a little; take that off.
      assertThat(AllocatedBytes.ofCurrentThread() - before).isLessThanOrEqualTo(cost);
      assertThat(AllocatedBytes.of(worker) - workerBefore).isZero();
    }
  }
}

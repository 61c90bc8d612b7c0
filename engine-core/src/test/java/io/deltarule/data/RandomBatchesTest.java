package io.deltarule.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltarule.persist.AllocatedBytes;
import io.deltarule.tensor.Tensor;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RandomBatchesTest {
  private static final Dataset WINDOWS =
      new TokenSequence(IntStream.range(0, 1001).toArray(), 1001).windows(1, 1);

  private static final RandomBatches BATCHES = new RandomBatches(WINDOWS, 50, 200, 7);

  private static int[] read(RandomBatches batches, int epoch, int index) {
    Batch batch = batches.newBatch();
    batches.newReader().read(epoch, index, batch);
    assertThat(batch.epoch()).isEqualTo(epoch);
    assertThat(batch.index()).isEqualTo(index);
    return batch.features().ints().clone();
  }

  @Test
  void whatABatchHoldsDependsOnSeedEpochAndIndexAlone() {
    BatchSource.Reader reader = BATCHES.newReader();
    Batch batch = BATCHES.newBatch();
    for (int[] place : new int[][] {{0, 0}, {0, 1}, {0, 5}, {0, 2}, {3, 9}, {0, 0}, {3, 9}}) {
      reader.read(place[0], place[1], batch);
      assertThat(batch.features().ints()).isEqualTo(read(BATCHES, place[0], place[1]));
      Tensor targets = batch.targets();
      assertThat(targets.ints()[0]).isEqualTo(batch.features().ints()[0] + 1);
    }
    assertThat(read(BATCHES, 0, 0))
        .isNotEqualTo(read(BATCHES, 0, 1))
        .isNotEqualTo(read(BATCHES, 1, 0));
    assertThat(read(new RandomBatches(WINDOWS, 50, 200, 8), 0, 0))
        .isNotEqualTo(read(BATCHES, 0, 0));
  }

  /** 10,000 draws of 1,000: each comes 10 times on average, by Poisson never more than 35. */
  @Test
  void everyExampleIsAsLikely() {
    int[] counts = new int[1000];
    for (int index = 0; index < BATCHES.batchesPerEpoch(); index++) {
      for (int example : read(BATCHES, 0, index)) {
        counts[example]++;
      }
    }
    assertThat(Arrays.stream(counts).max().orElseThrow()).isBetween(15, 35);
    assertThat(Arrays.stream(counts, 0, 500).sum()).isBetween(4750, 5250);
  }

  @Test
  void aBatchMayBeLargerThanTheData() {
    RandomBatches batches = new RandomBatches(WINDOWS.range(0, 2), 9, 1, 0);
    assertThat(read(batches, 0, 0)).hasSize(9).containsOnly(0, 1);
  }

  @Test
  void readingInOrderAllocatesNothing() throws InterruptedException {
    RandomBatches batches = new RandomBatches(WINDOWS, 50, 2001, 7);
    BatchSource.Reader reader = batches.newReader();
    Batch batch = batches.newBatch();
    int[] next = {0};
    reader.read(0, 0, batch);
    AllocatedBytes.Work twoHundred =
        () -> {
          for (int i = 0; i < 200; i++) {
            next[0]++;
            reader.read(0, next[0], batch);
          }
        };
    assertThat(AllocatedBytes.leastOf(Thread.currentThread(), twoHundred)).isZero();
  }

  @Test
  void numbersBelowOneAndPlacesOutsideAreRefused() {
    assertThatThrownBy(() -> new RandomBatches(WINDOWS, 0, 1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("got 0 and 1");
    assertThatThrownBy(() -> new RandomBatches(WINDOWS, 1, 0, 0))
        .hasMessageContaining("got 1 and 0");
    assertThatThrownBy(() -> read(BATCHES, 0, 200)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> read(BATCHES, -1, 0)).hasMessageContaining("epochs count from 0");
  }
}

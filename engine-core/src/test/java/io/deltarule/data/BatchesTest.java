package io.deltarule.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltarule.persist.AllocatedBytes;
import io.deltarule.random.RandomStream;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BatchesTest {
  /** Example i has features i, -i and the target i. */
  private static Dataset numbered(int n) {
    float[] features = new float[2 * n];
    float[] targets = new float[n];
    for (int i = 0; i < n; i++) {
      features[2 * i] = i;
      features[2 * i + 1] = -i;
      targets[i] = i;
    }
    return Dataset.regression(
        Tensor.of(Shape.of(n, 2), features), Tensor.of(Shape.of(n, 1), targets));
  }

  /** The examples of an epoch in the order that its batches show them. */
  private static List<Integer> visit(BatchSource source, int epoch) {
    List<Integer> seen = new ArrayList<>();
    BatchSource.Reader reader = source.newReader();
    Batch batch = source.newBatch();
    for (int index = 0; index < source.batchesPerEpoch(); index++) {
      reader.read(epoch, index, batch);
      assertThat(batch.epoch()).isEqualTo(epoch);
      assertThat(batch.index()).isEqualTo(index);
      assertThat(batch.features().shape()).isEqualTo(Shape.of(batch.size(), 2));
      assertThat(batch.targets().shape()).isEqualTo(Shape.of(batch.size(), 1));
      for (int i = 0; i < batch.size(); i++) {
        int example = (int) batch.targets().floats()[i];
        assertThat(batch.features().floats()[2 * i]).isEqualTo(example);
        assertThat(batch.features().floats()[2 * i + 1]).isEqualTo(-example);
        seen.add(example);
      }
    }
    return seen;
  }

  @Property(tries = 100, seed = "1")
  void everyEpochShowsEveryExampleOnce(
      @ForAll @IntRange(min = 1, max = 40) int n,
      @ForAll @IntRange(min = 1, max = 40) int wanted,
      @ForAll @IntRange(max = 5) int epoch) {
    int size = Math.min(n, wanted);
    Dataset data = numbered(n);
    List<Integer> all = IntStream.range(0, n).boxed().toList();
    assertThat(visit(Batches.inOrder(data, size), epoch)).isEqualTo(all);
    Batches shuffled = Batches.shuffled(data, size, 3);
    assertThat(visit(shuffled, epoch)).containsExactlyInAnyOrderElementsOf(all);
    assertThat(shuffled.batchesPerEpoch()).isEqualTo((n + size - 1) / size);
    Batches dropped = shuffled.droppingRest();
    assertThat(dropped.batchesPerEpoch()).isEqualTo(n / size);
    assertThat(visit(dropped, epoch))
        .isEqualTo(visit(shuffled, epoch).subList(0, n / size * size))
        .hasSize(dropped.examplesPerEpoch());
  }

  @Test
  void theOrderDependsOnSeedAndEpochAlone() {
    Dataset data = numbered(30);
    Batches batches = Batches.shuffled(data, 7, 5);
    int[] expected = RandomStream.named(5, "shuffle", 2).permutation(30);
    assertThat(visit(batches, 2))
        .containsExactlyElementsOf(IntStream.of(expected).boxed().toList());
    assertThat(visit(Batches.shuffled(data, 30, 5), 2)).isEqualTo(visit(batches, 2));
    assertThat(visit(batches, 3)).isNotEqualTo(visit(batches, 2));
    assertThat(visit(Batches.shuffled(data, 7, 6), 2)).isNotEqualTo(visit(batches, 2));
  }

  @Test
  void batchesCanBeReadInAnyOrder() {
    Batches batches = Batches.shuffled(numbered(10), 4, 1);
    BatchSource.Reader reader = batches.newReader();
    Batch batch = batches.newBatch();
    reader.read(1, 2, batch);
    float[] last = batch.targets().toFloats();
    assertThat(last).hasSize(2);
    reader.read(0, 1, batch);
    assertThat(batch.size()).isEqualTo(4);
    reader.read(1, 2, batch);
    assertThat(batch.targets().floats()).containsExactly(last);
    assertThatThrownBy(() -> reader.read(0, 3, batch))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> reader.read(-1, 0, batch)).hasMessageContaining("count from 0");
  }

  @Test
  void aBatchLargerThanTheDataIsRefused() {
    assertThatThrownBy(() -> Batches.shuffled(numbered(20), 64, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Batches: batch size 64 is larger than the data set of 20 examples; choose 20 or less");
    assertThatThrownBy(() -> Batches.inOrder(numbered(20), 0))
        .hasMessageContaining("at least 1, got 0");
  }

  @Test
  void readingAnEpochInOrderAllocatesNothing() throws InterruptedException {
    Batches batches = Batches.shuffled(numbered(2001), 2, 1);
    BatchSource.Reader reader = batches.newReader();
    Batch batch = batches.newBatch();
    AllocatedBytes.Work epoch =
        () -> {
          for (int index = 0; index < batches.batchesPerEpoch(); index++) {
            reader.read(0, index, batch);
          }
        };
    assertThat(AllocatedBytes.leastOf(Thread.currentThread(), epoch)).isZero();
  }
}

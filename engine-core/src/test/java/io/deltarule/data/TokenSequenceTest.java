package io.deltarule.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenSequenceTest {
  private static TokenSequence counting(int length) {
    return new TokenSequence(IntStream.range(0, length).toArray(), 100);
  }

  @Test
  void everyPositionOfAWindowIsFollowedByItsLabel() {
    Dataset windows = counting(10).windows(3, 3);
    assertThat(windows.featureShape()).isEqualTo(Shape.of(3));
    assertThat(windows.featureType()).isEqualTo(DType.INT32);
    assertThat(windows.targetShape()).isEqualTo(Shape.of(3));
    assertThat(windows.targetType()).isEqualTo(DType.INT32);
    assertThat(windows.classes()).isEqualTo(100);
    assertThat(windows.features()).isEqualTo(Tensor.of(Shape.of(3, 3), 0, 1, 2, 3, 4, 5, 6, 7, 8));
    assertThat(windows.targets()).isEqualTo(Tensor.of(Shape.of(3, 3), 1, 2, 3, 4, 5, 6, 7, 8, 9));
  }

  /** A window takes the context and one more; the last one may end with the last token. */
  @ParameterizedTest
  @CsvSource({"10,3,3,3", "9,3,3,2", "10,3,1,7", "10,9,1,1", "10,9,4,1", "10,2,5,2", "2,1,1,1"})
  void thereAreAsManyWindowsAsFit(int length, int context, int stride, int count) {
    Dataset windows = counting(length).windows(context, stride);
    assertThat(windows.size()).isEqualTo(count);
    int[] labels = windows.range(count - 1, count).targets().ints();
    assertThat(labels[context - 1]).isEqualTo((count - 1) * stride + context).isLessThan(length);
  }

  @Test
  void viewsAndBatchesOfWindowsShowTheRightTokens() {
    Dataset view = counting(20).windows(2, 1).range(5, 15).subset(9, 0);
    assertThat(view.features()).isEqualTo(Tensor.of(Shape.of(2, 2), 14, 15, 5, 6));
    Batches batches = Batches.inOrder(view, 2);
    Batch batch = batches.newBatch();
    batches.newReader().read(0, 0, batch);
    assertThat(batch.features()).isEqualTo(view.features());
    assertThat(batch.targets()).isEqualTo(Tensor.of(Shape.of(2, 2), 15, 16, 6, 7));
  }

  @Test
  void splitIsByPosition() {
    TokenSequence.Split split = counting(10).split(0.2);
    assertThat(split.train().length()).isEqualTo(8);
    assertThat(split.train().windows(7, 1).targets().ints()).endsWith(7);
    assertThat(split.held().windows(1, 1).features().ints()).containsExactly(8);
    assertThat(split.held().vocabulary()).isEqualTo(100);
    for (double fraction : new double[] {0, 1, -1, Double.NaN, 0.01}) {
      assertThatThrownBy(() -> counting(10).split(fraction))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("a fraction of " + fraction)
          .hasMessageContaining("10 tokens");
    }
  }

  @Test
  void aSequenceThatIsTooShortIsRefusedWithWhatItNeeds() {
    assertThatThrownBy(() -> counting(10).windows(10, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("needs at least 11, the sequence has 10")
        .hasMessageContaining("choose a shorter context or a longer text");
    assertThatThrownBy(() -> counting(10).windows(Integer.MAX_VALUE, 1))
        .hasMessageContaining("needs at least 2147483648");
    assertThatThrownBy(() -> counting(10).windows(0, 1)).hasMessageContaining("got 0 and 1");
    assertThatThrownBy(() -> counting(10).windows(1, 0)).hasMessageContaining("got 1 and 0");
  }

  @Test
  void tokensThatAreNoneAreRefused() {
    for (int wrong : new int[] {-1, 3}) {
      assertThatThrownBy(() -> new TokenSequence(new int[] {0, 2, wrong}, 3))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("token " + wrong + " at position 2 (from 0) is out of range")
          .hasMessageContaining("0 to 2");
    }
    assertThatThrownBy(() -> new TokenSequence(new int[0], 3)).hasMessageContaining("got 0 of 3");
    assertThatThrownBy(() -> new TokenSequence(new int[1], 1)).hasMessageContaining("got 1 of 1");
  }
}

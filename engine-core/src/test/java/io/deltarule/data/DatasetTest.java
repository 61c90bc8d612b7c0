package io.deltarule.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deltarule.tensor.DType;
import io.deltarule.tensor.Shape;
import io.deltarule.tensor.Tensor;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DatasetTest {
  private static Tensor counting(int... dims) {
    Shape shape = Shape.of(dims);
    float[] data = new float[(int) shape.elementCount()];
    for (int i = 0; i < data.length; i++) {
      data[i] = i;
    }
    return Tensor.of(shape, data);
  }

  private static Dataset labelled(int n) {
    return Dataset.classification(
        counting(n, 2), Tensor.of(Shape.of(n), IntStream.range(0, n).map(i -> i % 3).toArray()), 3);
  }

  @Test
  void classificationDescribesItsExamples() {
    Dataset data = Dataset.classification(counting(2, 3, 4), Tensor.of(Shape.of(2), 0, 9), 10);
    assertThat(data.size()).isEqualTo(2);
    assertThat(data.featureShape()).isEqualTo(Shape.of(3, 4));
    assertThat(data.targetShape()).isEqualTo(Shape.scalar());
    assertThat(data.targetType()).isEqualTo(DType.INT32);
    assertThat(data.classes()).isEqualTo(10);
  }

  @Test
  void regressionDescribesItsExamples() {
    Dataset data = Dataset.regression(counting(2, 3), counting(2, 1));
    assertThat(data.targetShape()).isEqualTo(Shape.of(1));
    assertThat(data.targetType()).isEqualTo(DType.FLOAT32);
    assertThat(data.isClassification()).isFalse();
    assertThatThrownBy(data::classes).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void anExampleMayHaveALabelForEachPosition() {
    Tensor labels = Tensor.of(Shape.of(3, 2), 0, 1, 2, 0, 1, 2);
    Dataset data =
        Dataset.classification(Tensor.of(Shape.of(3, 2), 7, 8, 9, 10, 11, 12), labels, 3);
    assertThat(data.targetShape()).isEqualTo(Shape.of(2));
    assertThat(data.isClassification()).isTrue();
    assertThat(data.targets()).isEqualTo(labels);
    assertThat(data.subset(2, 0).targets()).isEqualTo(Tensor.of(Shape.of(2, 2), 1, 2, 0, 1));
    Batches batches = Batches.inOrder(data, 2);
    Batch batch = batches.newBatch();
    batches.newReader().read(0, 1, batch);
    assertThat(batch.targets()).isEqualTo(Tensor.of(Shape.of(1, 2), 1, 2));
    assertThatThrownBy(() -> Dataset.classification(labels, labels, 2))
        .hasMessageContaining("label 2 at row 1, column 0 (from 0) is out of range");
  }

  @Test
  void viewsOfViewsShowTheRightExamples() {
    Dataset view = labelled(10).range(2, 9).subset(6, 0, 0);
    assertThat(view.features()).isEqualTo(Tensor.of(Shape.of(3, 2), 16f, 17f, 4f, 5f, 4f, 5f));
    assertThat(view.targets()).isEqualTo(Tensor.of(Shape.of(3), 2, 2, 2));
    assertThatThrownBy(() -> view.subset(3)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> view.range(1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a subset of no examples is empty");
  }

  @Test
  void splitGivesEveryExampleToOnePartAndDependsOnTheSeedAlone() {
    Dataset data = labelled(50);
    Dataset.Split split = data.split(0.2, 7);
    assertThat(split.held().size()).isEqualTo(10);
    assertThat(split.train().size()).isEqualTo(40);
    float[] seen = new float[100];
    System.arraycopy(split.train().features().floats(), 0, seen, 0, 80);
    System.arraycopy(split.held().features().floats(), 0, seen, 80, 20);
    assertThat(seen).containsExactlyInAnyOrder(data.features().floats());
    assertThat(split.train().features().floats()).isSorted();

    assertThat(data.split(0.2, 7).held().features()).isEqualTo(split.held().features());
    assertThat(data.split(0.2, 8).held().features()).isNotEqualTo(split.held().features());
  }

  @Test
  void splitThatLeavesAPartEmptyIsRefused() {
    Dataset data = labelled(5);
    for (double fraction : new double[] {0, 1, -1, Double.NaN, 0.01, 0.99}) {
      assertThatThrownBy(() -> data.split(fraction, 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("a fraction of " + fraction)
          .hasMessageContaining("5 examples");
    }
  }

  @Test
  void indicesStayIntegersInBatchesAndViews() {
    Tensor words = Tensor.of(Shape.of(3, 2), 5, 6, 7, 8, 9, 1 << 30);
    Dataset data = Dataset.classification(words, Tensor.of(Shape.of(3), 0, 1, 0), 2);
    assertThat(data.featureType()).isEqualTo(DType.INT32);
    assertThat(data.features()).isEqualTo(words);
    assertThat(data.subset(2, 0).features()).isEqualTo(Tensor.of(Shape.of(2, 2), 9, 1 << 30, 5, 6));
    Batches batches = Batches.inOrder(data, 2);
    Batch batch = batches.newBatch();
    batches.newReader().read(0, 1, batch);
    assertThat(batch.features()).isEqualTo(Tensor.of(Shape.of(1, 2), 9, 1 << 30));
  }

  @Test
  void emptyDataAreRefused() {
    assertThatThrownBy(
            () ->
                Dataset.classification(
                    Tensor.of(Shape.of(0, 4), new float[0]), Tensor.of(Shape.of(0), new int[0]), 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is empty: features have shape [0, 4]");
  }

  @Test
  void numbersThatAreNotFiniteAreReportedWithRowAndColumn() {
    Tensor features = counting(3, 4);
    features.floats()[6] = Float.NaN;
    assertThatThrownBy(() -> Dataset.regression(features, counting(3, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("features [3, 4] hold NaN at row 1, column 2 (both from 0)");
    Tensor targets = counting(3, 2);
    targets.floats()[5] = Float.NEGATIVE_INFINITY;
    assertThatThrownBy(() -> Dataset.regression(counting(3, 4), targets))
        .hasMessageContaining("targets [3, 2] hold -Infinity at row 2, column 1");
  }

  @Test
  void labelsOutOfRangeAreReportedWithTheirRow() {
    for (int wrong : new int[] {-1, 3}) {
      assertThatThrownBy(
              () -> Dataset.classification(counting(2, 2), Tensor.of(Shape.of(2), 0, wrong), 3))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(
              "label "
                  + wrong
                  + " at row 1 (from 0) is out of range: labels of 3 classes are 0 to 2");
    }
  }

  @Test
  void tensorsThatDoNotFitTogetherAreRefused() {
    Tensor labels = Tensor.of(Shape.of(2), 0, 1);
    assertThatThrownBy(() -> Dataset.classification(counting(3, 2), labels, 2))
        .hasMessageContaining("hold 3 examples, targets [2] 2");
    assertThatThrownBy(() -> Dataset.classification(counting(2), labels, 2))
        .hasMessageContaining("reshape a single column to [N, 1]");
    assertThatThrownBy(() -> Dataset.classification(counting(2, 2).to(DType.FLOAT64), labels, 2))
        .hasMessageContaining("features must be FLOAT32, or INT32 for indices, got FLOAT64");
    assertThatThrownBy(() -> Dataset.classification(counting(2, 2), counting(2), 2))
        .hasMessageContaining("labels must be INT32[N] or INT32[N, ...], got FLOAT32[2]");
    assertThatThrownBy(() -> Dataset.regression(counting(2, 2), labels))
        .hasMessageContaining("target values must be FLOAT32, got INT32");
    assertThatThrownBy(() -> Dataset.classification(counting(2, 2), labels, 1))
        .hasMessageContaining("at least 2 classes, got 1");
  }
}

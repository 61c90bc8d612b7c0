package io.deltarule.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClassMetricsTest {
  private static final float NAN = Float.NaN;

  /** Six rows of three classes; predicted are 0, 1, 1, 2, 0, 1. */
  private static final float[] SCORES = {
    3, 1, 2, /* */ 1, 3, 2, /* */ 2, 3, 1, /* */ 1, 2, 3, /* */ 3, 2, 1, /* */ 0, 5, 4
  };

  private static final int[] LABELS = {0, 1, 0, 2, 2, 2};

  static Stream<Metric> metrics() {
    return Stream.of(TopK.accuracy(), new TopK(2), new ConfusionMatrix(3));
  }

  @Test
  void accuracyIsTheShareOfRowsWhoseHighestScoreIsTheRightClass() {
    assertThat(value(TopK.accuracy())).isEqualTo(3 / 6.0);
    assertThat(value(new ConfusionMatrix(3))).isEqualTo(3 / 6.0);
  }

  @Test
  void topKCountsRowsWhoseRightClassIsAmongTheHighest() {
    assertThat(value(new TopK(2))).isEqualTo(5 / 6.0);
    assertThat(value(new TopK(3))).isEqualTo(1);
  }

  private static double value(Metric metric) {
    metric.update(SCORES, LABELS, 6, 3);
    return metric.value();
  }

  @Test
  void precisionAndRecallAreSharesOfColumnsAndRows() {
    ConfusionMatrix matrix = new ConfusionMatrix(4);
    matrix.update(new float[] {9, 0, 0, 0, 9, 0, 0, 0, 0, 9, 0, 0}, new int[] {0, 1, 1}, 3, 4);
    assertThat(matrix.count(1, 0)).isEqualTo(1);
    assertThat(matrix.count(0, 1)).isZero();
    assertThat(matrix.precision(0)).isEqualTo(1 / 2.0);
    assertThat(matrix.recall(0)).isEqualTo(1);
    assertThat(matrix.precision(1)).isEqualTo(1);
    assertThat(matrix.recall(1)).isEqualTo(1 / 2.0);
    assertThat(matrix.precision(3)).isNaN();
    assertThat(matrix.recall(3)).isNaN();
  }

  @Test
  void precisionAndRecallOfAClassAreMetricsThemselves() {
    // Of class 2 are rows 3, 4, 5, predicted as it is row 3; class 1 is row 1, predicted three
    // times.
    assertThat(value(new Precision(2, 3))).isEqualTo(1);
    assertThat(value(new Recall(2, 3))).isEqualTo(1 / 3.0);
    assertThat(value(new Precision(1, 3))).isEqualTo(1 / 3.0);
    assertThat(value(new Recall(1, 3))).isEqualTo(1);
    Recall recall = new Recall(0, 3);
    value(recall);
    recall.reset();
    assertThat(recall.value()).isNaN();
    assertThat(recall.name()).isEqualTo("recall");
    assertThat(new Precision(0, 2).name()).isEqualTo("precision");
    assertThatThrownBy(() -> new Precision(3, 3)).hasMessageContainingAll("label 3", "0 to 2");
    assertThatThrownBy(() -> new Recall(-1, 3)).hasMessageContainingAll("label -1", "0 to 2");
  }

  @ParameterizedTest
  @MethodSource("metrics")
  void batchesAddUpUntilAReset(Metric metric) {
    assertThat(metric.value()).isNaN();
    metric.update(SCORES, LABELS, 2, 3);
    assertThat(metric.value()).isEqualTo(1);
    metric.update(new float[] {0, 1, 2}, new int[] {0}, 1, 3);
    assertThat(metric.value()).isEqualTo(2 / 3.0);
    metric.reset();
    assertThat(metric.value()).isNaN();
  }

  @Test
  void ofEqualScoresTheFirstCounts() {
    for (Metric metric : new Metric[] {TopK.accuracy(), new ConfusionMatrix(2)}) {
      metric.update(new float[] {1, 1, 1, 1}, new int[] {0, 1}, 2, 2);
      assertThat(metric.value()).as(metric.name()).isEqualTo(1 / 2.0);
    }
  }

  /** As for the arg max of a graph, NaN is the largest value. */
  @Test
  void aNanIsPredicted() {
    ConfusionMatrix matrix = new ConfusionMatrix(3);
    matrix.update(new float[] {1, NAN, 2, NAN, 3, NAN}, new int[] {0, 0}, 2, 3);
    assertThat(matrix.count(0, 1)).isEqualTo(1);
    assertThat(matrix.count(0, 0)).isEqualTo(1);
  }

  @Test
  void aRightScoreThatIsNanIsWrong() {
    TopK accuracy = TopK.accuracy();
    accuracy.update(new float[] {NAN, 1, NAN, NAN, 2, NAN}, new int[] {0, 1, 0}, 3, 2);
    assertThat(accuracy.value()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 3, 100})
  void aLabelOutsideTheClassesIsRefused(int label) {
    metrics()
        .forEach(
            metric ->
                assertThatThrownBy(() -> metric.update(SCORES, new int[] {0, label}, 2, 3))
                    .as(metric.name())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll(metric.name(), "label " + label, "row 1", "0 to 2"));
  }

  @Test
  void targetValuesAreRefused() {
    metrics()
        .forEach(
            metric ->
                assertThatThrownBy(() -> metric.update(SCORES, new float[18], 6, 3))
                    .as(metric.name())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("over class labels"));
  }
}

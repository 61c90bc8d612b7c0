package io.deltarule.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MetricTest {
  private static final float NAN = Float.NaN;

  /** Three classes, five rows. */
  private static final float[] SCORES = {
    0.7f, 0.2f, 0.1f, 0.2f, 0.5f, 0.3f, 0.1f, 0.3f, 0.6f, 0.4f, 0.4f, 0.2f, NAN, NAN, NAN
  };

  private static final int[] LABELS = {0, 2, 2, 1, 0};

  private static double fed(Metric metric) {
    metric.update(SCORES, LABELS, 5, 3);
    return metric.value();
  }

  @ParameterizedTest
  @CsvSource({"1, 2", "2, 4", "3, 4"})
  void topKCountsRowsWhoseClassIsAmongTheHighest(int k, int right) {
    assertThat(fed(new TopK(k))).isEqualTo(right / 5.0);
  }

  @Test
  void confusionsAreCountedByClass() {
    ConfusionMatrix matrix = new ConfusionMatrix(3);
    matrix.update(SCORES, LABELS, 4, 3);
    long[][] expected = {{1, 0, 0}, {1, 0, 0}, {0, 1, 1}};
    for (int right = 0; right < 3; right++) {
      for (int predicted = 0; predicted < 3; predicted++) {
        assertThat(matrix.count(right, predicted))
            .as("%d taken for %d", right, predicted)
            .isEqualTo(expected[right][predicted]);
      }
    }
    assertThat(matrix.value()).isEqualTo(0.5);
    assertThat(matrix.precision(0)).isEqualTo(0.5);
    assertThat(matrix.recall(2)).isEqualTo(0.5);
    assertThat(matrix.precision(2)).isEqualTo(1);
    assertThat(new ConfusionMatrix(3).recall(0)).isNaN();
  }

  @Test
  void errorsAreAveragedOverAllBatches() {
    Metric metric = new MeanAbsoluteError();
    metric.update(new float[] {1, 2}, new float[] {2, 4}, 2, 1);
    metric.update(new float[] {-1}, new float[] {2}, 1, 1);
    assertThat(metric.value()).isEqualTo(2);
  }

  @Test
  void determinationIsOneOfTheTargetsThemselvesAndZeroOfTheirMean() {
    float[] targets = {1, 2, 3, 4, 5, 6};
    Metric metric = new RSquared();
    metric.update(targets, targets, 3, 2);
    assertThat(metric.value()).isEqualTo(1);
    metric.reset();
    metric.update(new float[] {3.5f, 3.5f}, new float[] {1, 2}, 2, 1);
    metric.update(new float[] {3.5f, 3.5f, 3.5f, 3.5f}, new float[] {3, 4, 5, 6}, 4, 1);
    assertThat(metric.value()).isCloseTo(0, within(1e-12));
  }

  @Test
  void determinationDoesNotCancelWhereTheTargetsAreLarge() {
    Metric metric = new RSquared();
    metric.update(
        new float[] {1000001, 1000001, 1000003}, new float[] {1e6f, 1000001, 1000002}, 3, 1);
    // Squared errors 1 + 0 + 1, squared deviations 1 + 0 + 1.
    assertThat(metric.value()).isCloseTo(0, within(1e-9));
  }

  static List<Metric> metrics() {
    return List.of(new TopK(2), new ConfusionMatrix(3), new MeanAbsoluteError(), new RSquared());
  }

  @ParameterizedTest
  @MethodSource("metrics")
  void resettingForgetsAndNothingGivesNaN(Metric metric) {
    assertThat(metric.value()).isNaN();
    boolean ofLabels = metric instanceof TopK || metric instanceof ConfusionMatrix;
    if (ofLabels) {
      metric.update(SCORES, LABELS, 5, 3);
    } else {
      metric.update(new float[] {1, 2}, new float[] {2, 1}, 2, 1);
    }
    assertThat(metric.value()).isNotNaN();
    metric.reset();
    assertThat(metric.value()).isNaN();
  }

  @Test
  void figuresOfLabelsAndOfValuesAreNotConfused() {
    assertThatThrownBy(() -> TopK.accuracy().update(SCORES, new float[5], 5, 3))
        .hasMessage("accuracy is a figure over class labels, not over values");
    assertThatThrownBy(() -> new RSquared().update(SCORES, LABELS, 5, 3))
        .hasMessage("R2 is a figure over values, not over class labels");
  }

  @ParameterizedTest
  @CsvSource({"-100", "-1", "3"})
  void aLabelOutOfRangeIsNamedWithItsRow(int label) {
    for (Metric metric : List.of(new TopK(2), new ConfusionMatrix(3))) {
      assertThatThrownBy(() -> metric.update(SCORES, new int[] {0, label}, 2, 3))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll(metric.name(), "label " + label, "row 1", "0 to 2");
    }
  }

  @Test
  void whatMakesNoFigureIsRefused() {
    assertThatThrownBy(() -> new TopK(0)).hasMessage("top-k: k must be 1 or more, got 0");
    assertThatThrownBy(() -> new ConfusionMatrix(0)).hasMessageContaining("got 0");
    assertThatThrownBy(() -> new ConfusionMatrix(4).update(SCORES, LABELS, 5, 3))
        .hasMessage("confusion matrix: made for 4 classes, got 3 scores a row");
  }
}

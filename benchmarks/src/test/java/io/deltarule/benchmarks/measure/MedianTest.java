package io.deltarule.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MedianTest {
  @Test
  void theMedianIgnoresAnOutlier() {
    assertThat(Median.of(3.0, 1000.0, 1.0)).isEqualTo(3);
    assertThat(Median.of(List.of(4.0, 1.0, 2.0, 3.0))).isEqualTo(2.5);
    assertThat(Median.of(List.of())).isNaN();
  }

  @Test
  void theFiguresStayInOrder() {
    double[] figures = {3, 1, 2};
    Median.of(figures);
    assertThat(figures).containsExactly(3, 1, 2);
  }
}

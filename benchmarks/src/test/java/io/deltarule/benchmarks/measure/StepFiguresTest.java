package io.deltarule.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class StepFiguresTest {
  private static StepFigures figures(double lastLoss) {
    return new StepFigures(
        "PyTorch 2",
        "mlp-small",
        64,
        2,
        101_770,
        10,
        0.5,
        0.4,
        null,
        null,
        null,
        1L << 30,
        5,
        null,
        2.3,
        lastLoss);
  }

  @Test
  void figuresCrossAsALineAmongOthers() {
    List<String> lines = List.of("a warning", figures(0.1).toLine(), "another");
    assertThat(StepFigures.parse(lines)).isEqualTo(figures(0.1));
    assertThat(figures(0.1).samplesPerSecond()).isEqualTo(128_000);
  }

  @Test
  void aLossThatDidNotFallMakesTheTimesWorthless() {
    for (double loss : new double[] {2.3, 3, Double.NaN}) {
      assertThatThrownBy(() -> StepFigures.parse(List.of(figures(loss).toLine())))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("PyTorch 2, mlp-small: the loss must fall")
          .hasMessageContaining("from 2.3 to " + loss);
    }
  }

  @Test
  void aProcessThatPrintsNoneIsTold() {
    assertThatThrownBy(() -> StepFigures.parse(List.of("hello")))
        .hasMessage("no figures were printed, only [hello]");
    assertThatThrownBy(() -> StepFigures.parse(List.of("{\"engine\": 7, \"x\": 1}")))
        .hasMessageStartingWith("not the figures of a step: {");
  }
}

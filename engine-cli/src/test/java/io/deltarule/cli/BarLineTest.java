package io.deltarule.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BarLineTest {
  private static final String MESSAGE = "epoch 2/5  loss 0.0812  52,340 samples/s";

  @Test
  void theLineTellsShareBarMessageAndRemainingTime() {
    assertThat(BarLine.of(50, 200, "loss 0.1", 10, 60))
        .isEqualTo(" 25% [" + "#".repeat(7) + "-".repeat(22) + "]  loss 0.1  0:00:30 left");
  }

  @Test
  void theLineNeverExceedsTheWidth() {
    for (int width = 1; width < 200; width++) {
      for (long done : new long[] {0, 1, 77, 1000}) {
        assertThat(BarLine.of(done, 1000, MESSAGE, 3600, width)).hasSizeLessThanOrEqualTo(width);
      }
    }
  }

  @Test
  void aTerminalOf80ColumnsHasRoomForABar() {
    assertThat(BarLine.of(500, 1000, MESSAGE, 36_000, 79))
        .contains(" 50% [")
        .endsWith("10:00:00 left");
  }

  @Test
  void aFinishedRunIsFull() {
    assertThat(BarLine.of(7, 7, "", 1, 60))
        .startsWith("100% [####")
        .doesNotContain("-")
        .contains("0:00:00 left");
  }

  @Test
  void beforeTheFirstStepNoTimeIsGuessed() {
    assertThat(BarLine.of(0, 7, "", 1, 60)).startsWith("  0% [----").doesNotContain("left");
  }
}

package io.deltarule.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class BottomLineTest {
  private final StringWriter written = new StringWriter();
  private final BottomLine line = new BottomLine(new PrintWriter(written), 20);

  /** What a terminal shows of the text: a carriage return goes back, characters overwrite. */
  private static String shownBy(String text) {
    StringBuilder screen = new StringBuilder();
    for (String row : text.split("\n", -1)) {
      StringBuilder cells = new StringBuilder();
      for (String part : row.split("\r", -1)) {
        cells.replace(0, Math.min(part.length(), cells.length()), part);
      }
      screen.append(cells.toString().stripTrailing()).append('\n');
    }
    return screen.toString();
  }

  @Test
  void aShorterLineLeavesNothingOfALongerOne() {
    line.accept("a long line");
    line.accept("short");
    assertThat(shownBy(written.toString())).isEqualTo("short\n");
  }

  @Test
  void aLinePrintedAboveLeavesTheBottomLineInPlace() {
    line.accept("50%");
    line.printAbove("epoch 1");
    line.accept("60%");
    assertThat(shownBy(written.toString().replace("\r\n", "\n"))).isEqualTo("epoch 1\n60%\n");
  }

  @Test
  void closingTakesTheLineAway() {
    line.accept("50%");
    line.close();
    assertThat(shownBy(written.toString())).isEqualTo("\n");
  }

  @Test
  void theLastColumnStaysFree() {
    assertThat(line.getMaxRenderedLength()).isEqualTo(19);
  }
}

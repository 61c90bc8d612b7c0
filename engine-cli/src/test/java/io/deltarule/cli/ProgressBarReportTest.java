package io.deltarule.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressBarReportTest {
  @Test
  void aTrainingThatFailsLeavesNoBarBehind() {
    StringWriter written = new StringWriter();
    try (ProgressBarReport report = new ProgressBarReport(new PrintWriter(written), 1)) {
      report.onStart(10, 10);
    }
    int length = written.getBuffer().length();
    written.append("error: it failed");
    String line = written.toString();
    assertThat(line.substring(line.lastIndexOf('\r') + 1)).isEqualTo("error: it failed");
    assertThat(length).as("something was drawn before").isPositive();
  }

  @Test
  void closingBeforeTheStartIsAllowed() {
    StringWriter written = new StringWriter();
    new ProgressBarReport(new PrintWriter(written), 1).close();
    assertThat(written.toString()).isEmpty();
  }
}

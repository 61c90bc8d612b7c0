package io.deltarule.parity.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParityReportTest {
  private final ParityReport report = new ParityReport("cpu (8 float32 lanes, 2 threads)");

  private void add(String operation, String name, Mode mode, Verdict.Status status, double worst) {
    report.add(
        new Verdict("pointwise", operation, name, mode, status, worst, "since a < b & \"c\""));
  }

  private void someVerdicts() {
    add("EXP", "EXP of 37", Mode.FORWARD, Verdict.Status.PASS, 0.125);
    add("EXP", "EXP of 1", Mode.FORWARD, Verdict.Status.PASS, 0.5);
    add("LOG", "LOG of 37", Mode.FORWARD, Verdict.Status.PASS, 0.25);
    add("LOG", "LOG of 37", Mode.GRADIENT, Verdict.Status.FAIL, Double.NaN);
    add("EXP", "EXP of 37", Mode.DETERMINISM, Verdict.Status.PASS, 0);
    add("SIN", "SIN of 37", Mode.FORWARD, Verdict.Status.UNSUPPORTED, Double.NaN);
  }

  @Test
  void rowHasTheWorstErrorAndItsCase() {
    someVerdicts();
    assertThat(report.byOperation())
        .contains(new Row("pointwise EXP", Mode.FORWARD, 2, 0, 0, 0.5, "EXP of 1"))
        .contains(new Row("pointwise LOG", Mode.FORWARD, 1, 0, 0, 0.25, "LOG of 37"));
    assertThat(report.byFamily())
        .contains(new Row("pointwise", Mode.FORWARD, 4, 0, 1, 0.5, "EXP of 1"));
  }

  @Test
  void tableHasALineForEachFamilyAndMode() {
    someVerdicts();
    assertThat(report.brief().lines())
        .contains(
            "family     mode         cases     worst error/bound  worst case",
            "pointwise  forward          4  0.500, 1 unsupported  EXP of 1")
        .contains("pointwise  gradient         1              1 FAILED");
  }

  @Test
  void operationsOfAFamilyStandTogether() {
    someVerdicts();
    assertThat(report.byOperation())
        .extracting(row -> row.group() + " " + row.mode())
        .containsExactly(
            "pointwise EXP forward",
            "pointwise EXP determinism",
            "pointwise LOG forward",
            "pointwise LOG gradient",
            "pointwise SIN forward");
  }

  @Test
  void configurationsHaveFilesOfTheirOwn() {
    assertThat(report.fileName()).isEqualTo("cpu-8-float32-lanes-2-threads");
    assertThat(new ParityReport("cpu (plain Java, 2 threads)").fileName())
        .isEqualTo("cpu-plain-java-2-threads");
  }

  @Test
  void filesHoldEverything(@TempDir Path folder) throws IOException {
    someVerdicts();
    report.addLeaks(List.of("after EXP of 37: memory of 3 FLOAT32"));
    List<Path> files = report.write(folder.resolve("new"));
    assertThat(files)
        .extracting(path -> path.getFileName().toString())
        .containsExactly("cpu-8-float32-lanes-2-threads.txt", "cpu-8-float32-lanes-2-threads.html");
    String text = Files.readString(files.get(0));
    assertThat(text)
        .contains("6 checks: 4 passed, 1 failed, 1 unsupported; left over: 1")
        .contains("left over after EXP of 37: memory of 3 FLOAT32")
        .contains("failed: LOG of 37, gradient: since a < b")
        .contains("pointwise EXP");
    String html = Files.readString(files.get(1));
    assertThat(html)
        .startsWith("<!DOCTYPE html>")
        .contains("since a &lt; b &amp; &quot;c&quot;")
        .contains("memory of 3 FLOAT32")
        .contains("transparent 50.0%")
        .doesNotContain("http", "<script", "<link", "src=");
  }
}

package io.deltarule.benchmarks.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.benchmarks.suite.report.JsonReport;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole bench on every workload, as short as it can be: that it works, not how fast. */
class BenchSmokeTest {
  @TempDir Path folder;

  @Test
  void everyWorkloadIsMeasuredAndReported() throws Exception {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Bench.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(
                "--benchmarks",
                folder.toString(),
                "--out",
                folder.toString(),
                "--device",
                "cpu",
                "--threads",
                "1",
                "--warmup",
                "0.001",
                "--seconds",
                "0.001",
                "--quick");
    assertThat(code).as(err.toString()).isZero();
    assertThat(out.toString()).contains("samples/s", "mlp-small", "mlp-large", "text-embed");

    SuiteReport report = JsonReport.parse(Files.readString(folder.resolve("bench.json")));
    assertThat(report.results())
        .extracting(Result::workload)
        .containsExactly("mlp-small", "mlp-large", "text-embed");
    assertThat(report.results())
        .allSatisfy(
            result -> {
              assertThat(result.samplesPerSecond()).isPositive();
              assertThat(result.gigaflops()).isPositive();
              assertThat(result.arithmeticShare()).isPositive();
              assertThat(result.firstStepSeconds()).isPositive();
              assertThat(result.parameters()).isPositive();
            });
    assertThat(report.batchScaling()).hasSize(9);
    assertThat(report.threadScaling()).hasSize(3);
    assertThat(report.ceilings()).hasSize(1);
    assertThat(report.machine().jvmFlags()).contains("--add-modules=jdk.incubator.vector");
    assertThat(report.command())
        .startsWith("deltarule bench --out ")
        .doesNotContain("--benchmarks");

    Document page = Jsoup.parse(Files.readString(folder.resolve("bench.html")));
    assertThat(page.select("figure").eachAttr("id"))
        .containsExactly(
            "throughput-mlp-small",
            "throughput-mlp-large",
            "throughput-text-embed",
            "ceilings",
            "thread-scaling",
            "batch-scaling",
            "memory");
  }
}

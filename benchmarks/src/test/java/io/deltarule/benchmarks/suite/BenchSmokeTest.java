package io.deltarule.benchmarks.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.benchmarks.suite.report.JsonReport;
import io.deltarule.benchmarks.workload.TrainingWorkload;
import io.deltarule.benchmarks.workload.TrainingWorkloads;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole bench, as short as it can be: that it works, not how fast. */
class BenchSmokeTest {
  @TempDir Path folder;

  /** Those that a quick run leaves out, on a sample each; gpt2-124m would take 3 GiB. */
  @Test
  void theLargerWorkloadsAreMeasured() throws Exception {
    List<TrainingWorkload> larger =
        TrainingWorkloads.all().stream()
            .filter(workload -> !TrainingWorkloads.quick().contains(workload))
            .filter(workload -> !workload.name().equals("gpt2-124m"))
            .map(BenchSmokeTest::withOneSample)
            .toList();
    SuiteSettings settings =
        new SuiteSettings(larger, "cpu", 1, 1, 1e-3, 1e-3, SuiteSettings.Scaling.NONE);
    Suite.Findings found =
        new Suite(settings, System.getProperty("java.class.path"), line -> {})
            .run(List.of(), false);
    assertThat(found.results())
        .extracting(Result::workload)
        .containsExactly("resnet20", "char-lstm", "gpt-nano");
    assertThat(found.results())
        .allSatisfy(
            result -> {
              assertThat(result.batch()).isEqualTo(1);
              assertThat(result.samplesPerSecond()).isPositive();
              assertThat(result.gigaflops()).isPositive();
            });
    assertThat(found.threadScaling()).isEmpty();
    assertThat(found.batchScaling()).isEmpty();
  }

  private static TrainingWorkload withOneSample(TrainingWorkload workload) {
    return new TrainingWorkload(
        workload.name(),
        workload.description(),
        1,
        workload.sample(),
        workload.learningRate(),
        workload.model(),
        workload.optimizer());
  }

  @Test
  void everyWorkloadOfAQuickRunIsMeasuredAndReported() throws Exception {
    assertThat(bench("--quick", "--no-scaling"))
        .contains("samples/s", "mlp-small", "mlp-large", "cnn-mnist", "text-embed")
        .contains("--quick leaves out resnet20, char-lstm, gpt-nano, gpt2-124m");

    SuiteReport report = JsonReport.parse(Files.readString(folder.resolve("bench.json")));
    assertThat(report.results())
        .extracting(Result::workload)
        .containsExactly("mlp-small", "mlp-large", "cnn-mnist", "text-embed");
    assertThat(report.results())
        .allSatisfy(
            result -> {
              assertThat(result.samplesPerSecond()).isPositive();
              assertThat(result.gigaflops()).isPositive();
              assertThat(result.arithmeticShare()).isPositive();
              assertThat(result.firstStepSeconds()).isPositive();
              assertThat(result.parameters()).isPositive();
            });
    assertThat(report.ceilings()).hasSize(1);
    assertThat(report.machine().jvmFlags()).contains("--add-modules=jdk.incubator.vector");
    assertThat(report.command())
        .startsWith("deltarule bench --out ")
        .doesNotContain("--benchmarks");
    assertThat(figures())
        .containsExactly(
            "throughput-mlp-small",
            "throughput-mlp-large",
            "throughput-cnn-mnist",
            "throughput-text-embed",
            "ceilings",
            "memory");
  }

  @Test
  void scalingIsMeasuredAndReported() throws Exception {
    bench("mlp-small", "--quick");
    SuiteReport report = JsonReport.parse(Files.readString(folder.resolve("bench.json")));
    assertThat(report.batchScaling()).extracting(Result::batch).containsExactly(16, 64);
    assertThat(report.threadScaling()).extracting(Result::threads).containsExactly(1);
    assertThat(figures()).contains("thread-scaling", "batch-scaling");
  }

  /** Runs the bench into the folder; gives what it prints. */
  private String bench(String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    List<String> all = new ArrayList<>(List.of("--benchmarks", folder.toString()));
    all.addAll(List.of("--out", folder.toString(), "--device", "cpu", "--threads", "1"));
    all.addAll(List.of("--warmup", "0.001", "--seconds", "0.001"));
    all.addAll(List.of(words));
    int code =
        Bench.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(all.toArray(String[]::new));
    assertThat(code).as(err.toString()).isZero();
    return out.toString();
  }

  private List<String> figures() throws IOException {
    return Jsoup.parse(Files.readString(folder.resolve("bench.html")))
        .select("figure")
        .eachAttr("id");
  }
}

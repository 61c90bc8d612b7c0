package io.deltarule.benchmarks.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.benchmarks.workload.TrainingWorkloads;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class BenchCommandTest {
  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... words) {
    CommandLine command =
        Bench.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    List<String> all = new ArrayList<>(List.of("--benchmarks", folder.toString()));
    all.addAll(List.of("--out", folder.resolve("report").toString()));
    all.addAll(List.of(words));
    return command.execute(all.toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "mlp-huge | there is no workload 'mlp-huge'; there are mlp-small, mlp-large, cnn-mnist,"
            + " resnet20, text-embed, char-lstm, gpt-nano, gpt2-124m",
        "--threads 0 | option --threads must be from 1 to 1024, got 0",
        "--rounds -1 | option --rounds must be from 1 to 1024, got -1",
        "--seconds NaN | option --seconds must be above 0 and at most 3600 seconds, got NaN",
        "--warmup 0 | option --warmup must be above 0 and at most 3600 seconds, got 0.0",
        "--device tpu | option --device: there is no backend 'tpu'; there are auto, cuda, cpu,"
            + " reference",
        "--launches gpu | option --launches: there is no device model 'gpu'; there are h100, a100,"
            + " rtx4090, t4",
        "--fast | Unknown option: '--fast'",
        "--rounds many | Invalid value for option '--rounds': 'many' is not an int"
      })
  void badUsageIsALineAndNothingIsDone(String words, String message) {
    assertThat(run(words.split(" "))).isEqualTo(2);
    assertThat(err.toString()).isEqualTo("error: " + message + System.lineSeparator());
    assertThat(out.toString()).isEmpty();
    assertThat(folder.resolve("report")).doesNotExist();
  }

  @Test
  void aFolderThatCannotBeMadeIsAFailure() throws Exception {
    Files.writeString(folder.resolve("report"), "a file in its place");
    assertThat(run("mlp-small", "--device", "cpu")).isEqualTo(1);
    assertThat(err.toString()).startsWith("error: ").contains("report");
  }

  /** Fusion leaves fewer launches and bytes; arithmetic stays the same. */
  @Test
  void launchesOfAWorkloadArePrinted() {
    assertThat(run("mlp-small", "--launches", "t4")).isZero();
    String line = out.toString().lines().filter(l -> l.startsWith("mlp-small")).findFirst().get();
    String[] cells = line.trim().split("\\s+", -1);
    assertThat(Integer.parseInt(cells[2])).isBetween(5, Integer.parseInt(cells[3]) - 1);
    assertThat(Double.parseDouble(cells[5])).isLessThan(Double.parseDouble(cells[6]));
    assertThat(folder.resolve("report")).doesNotExist();
  }

  @Test
  void helpNamesEveryOption() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString())
        .contains(
            "deltarule bench",
            "WORKLOAD",
            "--device",
            "--threads",
            "--rounds",
            "--seconds",
            "--warmup",
            "--quick",
            "--no-scaling",
            "--peers",
            "--python",
            "--launches",
            "--out")
        .doesNotContain("--benchmarks");
  }

  @Test
  void helpNamesEveryWorkload() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString().replaceAll("\\s+", " ")).contains(TrainingWorkloads.names());
    assertThat(out.toString().replaceAll("\\s+", " "))
        .contains(
            TrainingWorkloads.names(TrainingWorkloads.quick()).replace(", text", " and text"));
  }
}

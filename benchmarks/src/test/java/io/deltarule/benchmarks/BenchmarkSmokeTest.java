package io.deltarule.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Keeps every benchmark running: one tiny iteration each, in this process. Time is not looked at.
 */
class BenchmarkSmokeTest {
  private static final String IGNORE_LOCK = "jmh.ignoreLock";

  @BeforeEach
  void ignoreTheLock() {
    System.setProperty(IGNORE_LOCK, "true");
  }

  @AfterEach
  void lockAgain() {
    System.clearProperty(IGNORE_LOCK);
  }

  @Test
  void everyBenchmarkMethodRuns() throws Exception {
    OptionsBuilder options = new OptionsBuilder();
    options
        .include(".*")
        .forks(0)
        .warmupIterations(0)
        .measurementIterations(1)
        .measurementTime(TimeValue.milliseconds(5))
        .verbosity(VerboseMode.SILENT)
        .param("name", "matmul:32x32x32")
        .param("settle", "0")
        .param("batch", "2")
        .param("threads", "1");
    List<RunResult> results = List.copyOf(new Runner(options.build()).run());
    assertThat(results.stream().map(result -> result.getParams().getBenchmark()))
        .containsExactlyInAnyOrderElementsOf(annotated())
        .hasSizeGreaterThanOrEqualTo(2);
    assertThat(results)
        .allSatisfy(result -> assertThat(result.getPrimaryResult().getScore()).isPositive());
  }

  /** The benchmarks that JMH's annotation processor found. */
  private static List<String> annotated() throws IOException {
    try (InputStream list =
        BenchmarkSmokeTest.class.getResourceAsStream(BenchmarkList.BENCHMARK_LIST)) {
      Stream<String> lines = new String(list.readAllBytes(), StandardCharsets.UTF_8).lines();
      return lines.map(BenchmarkSmokeTest::method).toList();
    }
  }

  /** A line is: JMH S length class S length generated-class S length method, and settings. */
  private static String method(String line) {
    String[] fields = line.split(" ", -1);
    return fields[3] + "." + fields[9];
  }
}

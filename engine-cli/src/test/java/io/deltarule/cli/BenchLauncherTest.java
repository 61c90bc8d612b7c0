package io.deltarule.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.deltarule.cli.LauncherFolder.Result;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What {@code deltarule bench} does before Java starts. */
@DisabledOnOs(OS.WINDOWS)
class BenchLauncherTest {
  @TempDir Path folder;
  private LauncherFolder launcher;

  @BeforeEach
  void layOut() throws Exception {
    launcher = new LauncherFolder(folder);
    launcher.copy("benchmarks/run");
    assertThat(launcher.project().resolve("benchmarks/run").toFile().setExecutable(true)).isTrue();
    launcher.program("uname", "echo Linux x86_64");
  }

  @Test
  void theBenchIsBuiltOnceAndItsWordsArePassedOn() throws Exception {
    Result first = launcher.run("bench", "mlp-small", "--out", "a b");
    assertThat(first.err()).contains("benchmarks/run: building");
    assertThat(launcher.calls())
        .singleElement()
        .asString()
        .contains("-pl benchmarks -am package")
        .doesNotContain("-Ppeers");
    Path benchmarks = launcher.project().toRealPath().resolve("benchmarks");
    assertThat(first.code()).isEqualTo(42);
    assertThat(first.out().lines())
        .containsSequence(
            "java <io.deltarule.benchmarks.suite.Bench>",
            "java <--benchmarks>",
            "java <" + benchmarks + ">",
            "java <mlp-small>",
            "java <--out>",
            "java <a b>")
        .containsSequence("java <--add-modules>", "java <jdk.incubator.vector>");
    assertThat(launcher.run("bench").err()).isEmpty();
    assertThat(launcher.calls()).hasSize(1);
  }

  @Test
  void peersAreBuiltForThoseWhoAskForThem() throws Exception {
    launcher.run("bench", "--quick", "--peers");
    assertThat(launcher.calls())
        .hasSize(2)
        .last()
        .asString()
        .contains("-Ppeers -pl benchmarks/jvm-peers -am package");
  }

  @Test
  void peersAreNotBuiltWhereTheirNativesDoNotRun() throws Exception {
    launcher.program("uname", "echo Darwin arm64");
    launcher.run("bench", "--peers");
    assertThat(launcher.calls()).singleElement().asString().doesNotContain("-Ppeers");
  }

  @Test
  void verboseIsHandedOver() throws Exception {
    assertThat(launcher.run("--verbose", "bench", "--quick").err())
        .contains("io.deltarule.benchmarks.suite.Bench --benchmarks ", " --quick\n");
  }

  @Test
  void benchmarksRunShowsItsUsageForAnUnknownWord() throws Exception {
    Result result = launcher.run(launcher.project().resolve("benchmarks/run"), "race");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("usage: benchmarks/run bench");
    assertThat(launcher.calls()).isEmpty();
  }
}

package io.deltarule.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher for POSIX shells, in a folder with a space in its name, with a Java and a Maven that
 * only write down how they were called. Windows has a launcher of its own.
 */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
  private static final List<String> TOOLS =
      List.of("dirname", "readlink", "sed", "head", "find", "mkdir", "rm", "mv", "touch");

  @TempDir Path folder;
  private Path project;
  private Path programs;
  private Path calls;

  private record Result(int code, String out, String err) {}

  @BeforeEach
  void layOut() throws IOException {
    project = Files.createDirectories(folder.resolve("the project"));
    programs = Files.createDirectories(folder.resolve("programs"));
    calls = folder.resolve("calls");
    Path source = Files.createDirectories(project.resolve("engine-cli/src/main/java"));
    Files.writeString(source.resolve("Main.java"), "");
    Files.writeString(project.resolve("pom.xml"), "");
    Files.writeString(project.resolve("engine-cli/pom.xml"), "");
    Files.copy(Path.of("..", "deltarule"), project.resolve("deltarule"));
    for (String tool : TOOLS) {
      program(tool, "exec " + find(tool) + " \"$@\"");
    }
    program("java", java("17.0.15"));
    program(
        "mvn",
        "echo mvn \"$@\" >>'"
            + calls
            + "'\nmkdir -p engine-cli/target/lib engine-cli/target/classes");
  }

  private static Path find(String tool) {
    for (String place : List.of("/bin", "/usr/bin")) {
      if (Files.isExecutable(Path.of(place, tool))) {
        return Path.of(place, tool);
      }
    }
    throw new IllegalStateException("this system has no " + tool);
  }

  private String java(String version) {
    return "if [ \"$1\" = -version ]; then echo 'openjdk version \""
        + version
        + "\"' >&2; exit; fi\n"
        + "for word; do echo \"java <$word>\"; done\nexit 42";
  }

  private void program(String name, String script) throws IOException {
    Path file = Files.writeString(programs.resolve(name), "#!/bin/sh\n" + script + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private Result run(Path launcher, String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("/bin/sh", launcher.toString()));
    command.addAll(List.of(words));
    Path err = folder.resolve("err");
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("PATH", programs.toString());
    builder.environment().remove("JAVA_HOME");
    builder.environment().remove("DELTARULE_JAVA_OPTS");
    Process process = builder.redirectError(err.toFile()).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Result(process.exitValue(), out, Files.readString(err));
  }

  private Result run(String... words) throws IOException, InterruptedException {
    return run(project.resolve("deltarule"), words);
  }

  private List<String> builds() throws IOException {
    return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
  }

  @Test
  void theFirstUseBuildsAndTheSecondDoesNot() throws Exception {
    Result first = run("info");
    assertThat(first.err()).contains("building");
    assertThat(first.out()).doesNotContain("mvn");
    assertThat(builds())
        .singleElement()
        .asString()
        .contains("-Dmaven.test.skip=true", "-DskipTests", "package");
    assertThat(run("info").err()).isEmpty();
    assertThat(builds()).hasSize(1);
  }

  @Test
  void aNewerSourceIsBuiltAgain() throws Exception {
    run("info");
    FileTime later = FileTime.fromMillis(System.currentTimeMillis() + 5000);
    Files.setLastModifiedTime(project.resolve("engine-cli/src/main/java/Main.java"), later);
    run("info");
    assertThat(builds()).hasSize(2);
  }

  @Test
  void wordsArePassedOnUnchangedAndTheExitCodeComesBack() throws Exception {
    Result result = run("train", "spiral", "--out", "a b/$c *.safetensors", "");
    assertThat(result.code()).isEqualTo(42);
    assertThat(result.out().lines())
        .containsSequence(
            "java <io.deltarule.cli.Main>",
            "java <train>",
            "java <spiral>",
            "java <--out>",
            "java <a b/$c *.safetensors>",
            "java <>");
    assertThat(result.out())
        .contains("java <--add-modules>\njava <jdk.incubator.vector>")
        .contains("the project/engine-cli/target/lib/*:");
  }

  @Test
  void itWorksThroughASymbolicLink() throws Exception {
    Path link = folder.resolve("link");
    Files.createSymbolicLink(link, Path.of("the project", "deltarule"));
    assertThat(run(link, "info").out()).contains("the project/engine-cli/target/classes>");
  }

  @Test
  void aFailedBuildEndsWithAMessageAndIsTriedAgain() throws Exception {
    program("mvn", "echo mvn >>'" + calls + "'\nexit 1");
    Result result = run("info");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("deltarule: the build failed");
    assertThat(result.out()).isEmpty();
    run("info");
    assertThat(builds()).hasSize(2);
  }

  @Test
  void aMissingOrOldJavaIsToldWithTheRemedy() throws Exception {
    program("java", java("11.0.2"));
    assertThat(run("info").err()).contains("is Java 11; 17 or newer is needed", "JAVA_HOME");
    program("java", java("1.8.0_402"));
    assertThat(run("info").err()).contains("is Java 1; 17 or newer is needed");
    Files.delete(programs.resolve("java"));
    Result result = run("info");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("there is no java on the PATH; install a JDK");
  }

  @Test
  void aMissingMavenIsToldWithTheRemedy() throws Exception {
    Files.delete(programs.resolve("mvn"));
    Result result = run("info");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("there is no mvn on the PATH; install Maven, 3.8 or newer");
  }
}

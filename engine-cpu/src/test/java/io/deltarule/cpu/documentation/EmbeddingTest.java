package io.deltarule.cpu.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README says of embedding: one engine, one backend, and no logging backend. */
class EmbeddingTest {
  private static final Pattern NEEDED =
      Pattern.compile(
          "engine-(core|cpu)[/\\\\]target[/\\\\](test-)?classes[/\\\\]?$"
              + "|(engine-(core|cpu)|slf4j-api|asm|fastcsv|jackson-core)-[^/\\\\]*\\.jar$");

  @TempDir private Path folder;

  /** The class path of a program that has engine-core, engine-cpu and what these need. */
  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> NEEDED.matcher(entry).find())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private String run(String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", classPath(), HostProgram.class.getName()));
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    boolean ended = process.waitFor(60, TimeUnit.SECONDS);
    process.destroyForcibly();
    assertThat(ended).as("the program ends").isTrue();
    assertThat(process.exitValue()).as(Files.readString(err)).isZero();
    return Files.readString(out);
  }

  @Test
  void severalEnginesRunInOneProgramWithoutALoggingBackend() throws Exception {
    assertThat(classPath()).contains("slf4j-api").doesNotContain("logback");
    // Nothing but what the program itself prints.
    assertThat(run("--add-modules", "jdk.incubator.vector")).matches("(loss \\S+\\R){4}");
  }

  @Test
  void theFlagForSpeedIsNotNeeded() throws Exception {
    assertThat(run()).matches("(loss \\S+\\R){4}");
  }
}

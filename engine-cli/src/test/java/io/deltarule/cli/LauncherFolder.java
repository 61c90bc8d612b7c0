package io.deltarule.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A copy of the launcher for POSIX shells in a folder with a space in its name, with a Java and a
 * Maven that only write down how they were called, and a PATH with nothing else but a few tools.
 */
final class LauncherFolder {
  private static final List<String> TOOLS =
      List.of(
          "dirname",
          "readlink",
          "sed",
          "head",
          "find",
          "mkdir",
          "rm",
          "mv",
          "touch",
          "ls",
          "cat",
          "cksum");

  private final Path folder;
  private final Path project;
  private final Path programs;
  private final Path calls;
  private final Map<String, String> variables = new HashMap<>();

  record Result(int code, String out, String err) {}

  LauncherFolder(Path folder) throws IOException {
    this.folder = folder;
    project = Files.createDirectories(folder.resolve("the project"));
    programs = Files.createDirectories(folder.resolve("programs"));
    calls = folder.resolve("calls");
    file("engine-cli/src/main/java/Main.java");
    file("pom.xml");
    file("engine-cli/pom.xml");
    copy("deltarule");
    copy("launcher.sh");
    copy("jvm.options");
    for (String tool : TOOLS) {
      program(tool, "exec " + find(tool) + " \"$@\"");
    }
    program("java", java("17.0.15"));
    program(
        "mvn",
        noteCall()
            + "\nfor module in engine-cli benchmarks benchmarks/jvm-peers; do"
            + " mkdir -p $module/target/lib; : >$module/target/module.jar; done");
  }

  private static Path find(String tool) {
    for (String place : List.of("/bin", "/usr/bin")) {
      if (Files.isExecutable(Path.of(place, tool))) {
        return Path.of(place, tool);
      }
    }
    throw new IllegalStateException("this system has no " + tool);
  }

  /** The script of a Java that prints its words and ends with 42. */
  static String java(String version) {
    return "if [ \"$1\" = -version ]; then echo 'openjdk version \""
        + version
        + "\"' >&2; exit; fi\n"
        + "for word; do echo \"java <$word>\"; done\nexit 42";
  }

  /** The same, of a Java that writes down its calls and makes the archives that it is asked for. */
  String archivingJava() {
    return noteCall()
        + "\nfor word; do case $word in -XX:SharedArchiveFile=*) archive=${word#*=} ;;"
        + " -Xshare:dump) dump=yes ;; -Xshare:off) exit 0 ;; esac; done\n"
        + "[ -z \"$dump\" ] || { : >\"$archive\"; exit 0; }\n"
        + java("17.0.15");
  }

  /** A line of a script that writes down its call, see {@link #calls}. */
  String noteCall() {
    return "echo \"${0##*/}\" \"$@\" >>'" + calls + "'";
  }

  /** Sets an environment variable of the runs from here on. */
  void variable(String name, String value) {
    variables.put(name, value);
  }

  /** Removes one again. */
  void unset(String name) {
    variables.remove(name);
  }

  /** Puts a program on the PATH. */
  void program(String name, String script) throws IOException {
    executable(programs.resolve(name), script);
  }

  /** Takes a program from the PATH. */
  void removeProgram(String name) throws IOException {
    Files.delete(programs.resolve(name));
  }

  /** Puts a program into the project. */
  void projectProgram(String path, String script) throws IOException {
    executable(file(path), script);
  }

  private static void executable(Path path, String script) throws IOException {
    Path file = Files.writeString(path, "#!/bin/sh\n" + script + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  /** Makes an empty file of the project. */
  Path file(String path) throws IOException {
    Path file = project.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, "");
  }

  /** Copies a file of the real project. */
  void copy(String path) throws IOException {
    Path target = project.resolve(path);
    Files.createDirectories(target.getParent());
    Files.copy(Path.of("..").resolve(path), target);
  }

  Path project() {
    return project;
  }

  Result run(Path launcher, String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("/bin/sh", launcher.toString()));
    command.addAll(List.of(words));
    Path err = folder.resolve("err");
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("PATH", programs.toString());
    List.of("JAVA_HOME", "DELTARULE_JAVA_OPTS", "DELTARULE_MAVEN_ARGS", "LD_LIBRARY_PATH")
        .forEach(builder.environment()::remove);
    builder.environment().putAll(variables);
    Process process = builder.redirectError(err.toFile()).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Result(process.exitValue(), out, Files.readString(err));
  }

  Result run(String... words) throws IOException, InterruptedException {
    return run(project.resolve("deltarule"), words);
  }

  /** The calls that were written down. */
  List<String> calls() throws IOException {
    return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
  }

  void forgetCalls() throws IOException {
    Files.deleteIfExists(calls);
  }
}

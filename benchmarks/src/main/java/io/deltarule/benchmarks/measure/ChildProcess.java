package io.deltarule.benchmarks.measure;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A program that measures in a process of its own and prints what it found. */
public final class ChildProcess {
  private ChildProcess() {}

  /**
   * Runs a program to its end. What it writes to its standard error goes to this one's, but for the
   * line that Java has for every start with an incubator module.
   *
   * @return the lines of its standard output
   * @throws IOException if it can't be started, or ends with a status other than 0
   */
  public static List<String> lines(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).start();
    Thread messages = new Thread(() -> passOn(process.errorReader(StandardCharsets.UTF_8)));
    messages.setDaemon(true);
    messages.start();
    List<String> lines;
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      process.getOutputStream().close();
      lines = output.lines().toList();
      int status = process.waitFor();
      messages.join();
      if (status != 0) {
        throw new IOException(
            "'" + String.join(" ", command) + "' ended with status " + status + "; see above");
      }
    } finally {
      process.destroy();
    }
    return lines;
  }

  private static void passOn(BufferedReader messages) {
    messages
        .lines()
        .filter(line -> !line.equals("WARNING: Using incubator modules: jdk.incubator.vector"))
        .forEach(System.err::println);
  }

  /** How to start a class on this Java, with {@link #jvmFlags}. */
  public static List<String> java(String classPath, String mainClass) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmFlags());
    command.addAll(List.of("-cp", classPath, mainClass));
    return command;
  }

  /**
   * The flags that this JVM was started with, without those of debuggers and agents, and a {@link
   * HeapLimit} if none of them sets one.
   */
  public static List<String> jvmFlags() {
    List<String> flags =
        new ArrayList<>(
            ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> !flag.startsWith("-agentlib") && !flag.startsWith("-javaagent"))
                .toList());
    long machine =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    HeapLimit.flag(flags, machine, Runtime.getRuntime().maxMemory()).ifPresent(flags::add);
    return flags;
  }
}

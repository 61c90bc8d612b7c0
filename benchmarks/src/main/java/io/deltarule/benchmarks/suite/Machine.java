package io.deltarule.benchmarks.suite;

import com.sun.management.OperatingSystemMXBean;
import io.deltarule.benchmarks.measure.ChildProcess;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the figures were made with.
 *
 * @param processor the processor's name, as the system tells it
 * @param processors how many of them the JVM may use
 * @param memoryBytes the machine's memory
 * @param system the operating system
 * @param java the Java, its version and its maker
 * @param jvmFlags the flags that every JVM was started with
 */
public record Machine(
    String processor,
    int processors,
    long memoryBytes,
    String system,
    String java,
    List<String> jvmFlags) {
  private static final Path CPU = Path.of("/proc/cpuinfo");

  /** This machine and this JVM. */
  static Machine here() {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return new Machine(
        processorName(),
        Runtime.getRuntime().availableProcessors(),
        system.getTotalMemorySize(),
        property("os.name") + " " + property("os.version") + ", " + property("os.arch"),
        property("java.vm.name")
            + " "
            + property("java.runtime.version")
            + ", "
            + property("java.vendor"),
        ChildProcess.jvmFlags());
  }

  private static String property(String name) {
    return System.getProperty(name, "unknown");
  }

  /** Linux tells the name in a file, Windows in a variable of the environment. */
  private static String processorName() {
    if (Files.isReadable(CPU)) {
      try (Stream<String> lines = Files.lines(CPU)) {
        return lines
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 1).trim())
            .findFirst()
            .orElse("unknown");
      } catch (IOException e) {
        return "unknown";
      }
    }
    return System.getenv().getOrDefault("PROCESSOR_IDENTIFIER", "unknown");
  }
}

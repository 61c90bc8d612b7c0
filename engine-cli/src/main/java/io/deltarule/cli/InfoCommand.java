package io.deltarule.cli;

import com.sun.management.OperatingSystemMXBean;
import io.deltarule.backend.Backend;
import io.deltarule.backend.BackendOptions;
import io.deltarule.backend.BackendProvider;
import io.deltarule.backend.Check;
import io.deltarule.backend.Selection;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints versions, the machine, and the backends with every check. */
@Command(
    name = "info",
    description = "Prints versions, the machine, and each backend's checks.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class InfoCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  /** Made by picocli. */
  InfoCommand() {}

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    machine(out);
    BackendOptions options = BackendOptions.standard();
    List<BackendProvider> providers = Selection.providers();
    out.println();
    out.println(
        providers.isEmpty()
            ? "no backends: put engine-cpu on the class path"
            : "backends, the most preferred first");
    providers.forEach(provider -> backend(out, provider, options));
    out.println();
    try {
      Selection auto = Selection.of("auto", options);
      out.println("auto takes " + auto.provider().name() + ": " + auto.reason());
    } catch (IllegalArgumentException e) {
      out.println("auto finds none: " + e.getMessage());
    }
    out.flush();
    return ExitCodes.OK;
  }

  private static void machine(PrintWriter out) {
    Runtime runtime = Runtime.getRuntime();
    line(out, "deltarule", Version.current());
    line(
        out,
        "java",
        System.getProperty("java.version")
            + ", "
            + System.getProperty("java.vm.name")
            + ", "
            + System.getProperty("java.vendor"));
    line(
        out,
        "system",
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + ", "
            + System.getProperty("os.arch"));
    line(out, "threads", runtime.availableProcessors() + " processors");
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    line(
        out,
        "memory",
        mebibytes(system.getTotalMemorySize())
            + ", of which the heap may take "
            + mebibytes(runtime.maxMemory()));
  }

  private static void backend(PrintWriter out, BackendProvider provider, BackendOptions options) {
    List<Check> checks = provider.check(options);
    out.println(provider.name() + ": " + describe(provider, options, checks));
    checks.forEach(check -> out.println("  " + check));
  }

  /** What an opened backend says of itself: the processor or device, the width, the threads. */
  private static String describe(
      BackendProvider provider, BackendOptions options, List<Check> checks) {
    if (checks.stream().anyMatch(Check::isFatal)) {
      return "cannot run here";
    }
    try (Backend backend = provider.open(options)) {
      return backend.description();
    } catch (RuntimeException e) {
      return "passes its checks, but does not open: " + e.getMessage();
    }
  }

  private static void line(PrintWriter out, String name, String value) {
    out.printf(Locale.ROOT, "%-10s %s%n", name, value);
  }

  private static String mebibytes(long bytes) {
    return String.format(Locale.ROOT, "%,d MiB", bytes >> 20);
  }
}

package io.deltarule.cli;

import io.deltarule.backend.BackendOptions;
import io.deltarule.backend.Engine;
import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** On what a command computes. */
final class EngineOptions {
  private static final String AUTO = "auto";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--device",
      paramLabel = "NAME",
      defaultValue = AUTO,
      description = "The backend: auto, or the name of one that 'info' lists. Default: auto.")
  private String device;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Worker threads of the CPU backend. Default: one a processor.")
  private Integer threads;

  /** Made by picocli. */
  EngineOptions() {}

  /**
   * Checks the options.
   *
   * @throws ParameterException if there is no such backend, or the number of threads can't be
   */
  void check() {
    OptionChecks checks = new OptionChecks(command.commandLine());
    if (!device.equals(AUTO)) {
      checks.requireBackend("--device", device, AUTO);
    }
    checks.requireThreads(threads);
  }

  BackendOptions backendOptions() {
    return threads == null
        ? BackendOptions.standard()
        : BackendOptions.standard().withThreads(threads);
  }

  /** Opens the engine and says which it is and why. */
  Engine open(PrintWriter out) {
    Engine engine = Engine.open(device, backendOptions());
    out.println(
        "backend "
            + engine.backend().name()
            + ": "
            + engine.backend().description()
            + " ("
            + engine.reason()
            + ")");
    out.flush();
    return engine;
  }
}

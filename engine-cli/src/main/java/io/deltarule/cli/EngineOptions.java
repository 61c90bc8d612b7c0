package io.deltarule.cli;

import io.deltarule.backend.BackendOptions;
import io.deltarule.backend.BackendProvider;
import io.deltarule.backend.Engine;
import io.deltarule.backend.Selection;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** On what a command computes. */
final class EngineOptions {
  private static final int MOST_THREADS = 1024;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--device",
      paramLabel = "NAME",
      defaultValue = "auto",
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
    List<String> names = Selection.providers().stream().map(BackendProvider::name).toList();
    if (!device.equals("auto") && !names.contains(device)) {
      throw new ParameterException(
          command.commandLine(),
          "option --device: there is no backend '"
              + device
              + "'; there are auto, "
              + String.join(", ", names));
    }
    if (threads != null && (threads < 1 || threads > MOST_THREADS)) {
      throw new ParameterException(
          command.commandLine(),
          "option --threads must be from 1 to " + MOST_THREADS + ", got " + threads);
    }
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

package io.deltarule.cli;

import io.deltarule.backend.BackendOptions;
import io.deltarule.backend.Engine;
import io.deltarule.plan.MatrixPrecision;
import java.io.PrintWriter;
import java.util.Map;
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

  @Option(
      names = "--precision",
      paramLabel = "NAME",
      defaultValue = "fp32",
      converter = MatrixPrecisionConverter.class,
      description =
          "What CUDA's matrix products round their operands to: fp32, tf32 or bf16. Default: fp32.")
  private MatrixPrecision precision;

  @Option(
      names = "--no-graph",
      description = "Has CUDA run each step kernel by kernel, not replayed as one launch.")
  private boolean noGraph;

  /** Made by picocli. */
  EngineOptions() {}

  /**
   * Checks the options.
   *
   * @throws ParameterException if there is no such backend, or a value can't be
   */
  void check() {
    OptionChecks checks = new OptionChecks(command.commandLine());
    if (!device.equals(AUTO)) {
      checks.requireBackend("--device", device, AUTO);
    }
    checks.requireThreads(threads);
  }

  /** What matrix products are multiplied in, on a device that has the choice. */
  MatrixPrecision precision() {
    return precision;
  }

  BackendOptions backendOptions() {
    Map<String, String> settings =
        Map.of("cuda.precision", precision.label(), "cuda.graph", noGraph ? "off" : "on");
    return new BackendOptions(threads == null ? 0 : threads, settings);
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

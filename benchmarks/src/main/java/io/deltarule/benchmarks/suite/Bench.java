package io.deltarule.benchmarks.suite;

import io.deltarule.backend.BackendUnavailableException;
import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine;

/** Starts {@code deltarule bench}. */
public final class Bench {
  private static final int FAILED = 1;
  private static final int BAD_USAGE = 2;

  private Bench() {}

  /** Runs the suite and ends the process: 0 done, 1 the run failed, 2 bad usage. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  /** The command line; its messages for bad usage are a line. */
  static CommandLine commandLine() {
    return new CommandLine(new BenchCommand())
        .setParameterExceptionHandler(
            (failure, arguments) -> tell(failure.getCommandLine(), failure, BAD_USAGE))
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> {
              if (failure instanceof BackendUnavailableException) {
                return tell(command, failure, BAD_USAGE);
              }
              if (failure instanceof IOException || failure instanceof IllegalArgumentException) {
                return tell(command, failure, FAILED);
              }
              throw failure;
            });
  }

  private static int tell(CommandLine command, Exception failure, int code) {
    PrintWriter err = command.getErr();
    err.println("error: " + failure.getMessage());
    err.flush();
    return code;
  }
}

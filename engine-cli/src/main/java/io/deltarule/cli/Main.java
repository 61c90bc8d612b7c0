package io.deltarule.cli;

import picocli.CommandLine;

/** Starts the command line. */
public final class Main {
  private Main() {}

  /** Runs a command and ends the process with its {@link ExitCodes exit code}. */
  public static void main(String[] args) {
    // Images are only written to files; a Mac would otherwise open a window for the program.
    System.setProperty("java.awt.headless", "true");
    System.exit(commandLine().execute(args));
  }

  /** The command line with all its commands. */
  static CommandLine commandLine() {
    return new CommandLine(new DeltaruleCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionStrategy(Failures::withinHeap)
        .setParameterExceptionHandler(Failures::onBadUsage)
        .setExecutionExceptionHandler(Failures::onFailure);
  }
}

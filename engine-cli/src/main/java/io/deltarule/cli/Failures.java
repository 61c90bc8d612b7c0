package io.deltarule.cli;

import io.deltarule.backend.BackendUnavailableException;
import io.deltarule.backend.NotEnoughMemoryException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells failures: what a user can mend in a line, anything else with its stack trace. */
final class Failures {
  private Failures() {}

  static int onBadUsage(ParameterException failure, String[] args) {
    CommandLine command = failure.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("error: " + failure.getMessage());
    UnmatchedArgumentException.printSuggestions(failure, err);
    err.println("See '" + command.getCommandSpec().qualifiedName() + " --help'.");
    err.flush();
    return ExitCodes.BAD_USAGE;
  }

  static int onFailure(Exception failure, CommandLine command, ParseResult parsed) {
    PrintWriter err = command.getErr();
    if (isExpected(failure)) {
      err.println("error: " + message(failure));
    } else {
      err.println("error: this is a fault in the program; please report it with what follows");
      failure.printStackTrace(err);
    }
    err.flush();
    return failure instanceof BackendUnavailableException ? ExitCodes.BAD_USAGE : ExitCodes.FAILED;
  }

  /** Runs a command; says what to do where the heap does not suffice. */
  static int withinHeap(ParseResult parsed) {
    try {
      return new CommandLine.RunLast().execute(parsed);
    } catch (OutOfMemoryError e) {
      PrintWriter err = parsed.commandSpec().commandLine().getErr();
      err.println(
          "error: memory ran out ("
              + e.getMessage()
              + ") with a heap of at most "
              + (Runtime.getRuntime().maxMemory() >> 20)
              + " MiB; use a smaller --batch, or a larger heap, such as"
              + " DELTARULE_JAVA_OPTS=-Xmx8g");
      err.flush();
      return ExitCodes.FAILED;
    }
  }

  private static boolean isExpected(Exception failure) {
    return failure instanceof IOException
        || failure instanceof IllegalArgumentException
        || failure instanceof BackendUnavailableException
        || failure instanceof NotEnoughMemoryException;
  }

  /** The message; the file system's own exceptions have only a file name for one. */
  static String message(Exception failure) {
    return failure instanceof FileSystemException
        ? failure.getClass().getSimpleName().replace("Exception", "") + ": " + failure.getMessage()
        : failure.getMessage();
  }
}

package io.deltarule.cli;

import io.deltarule.backend.BackendProvider;
import io.deltarule.backend.Selection;
import io.deltarule.cli.recipe.Recipe;
import io.deltarule.persist.OutputFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** What several commands require of their options, before any work. */
final class OptionChecks {
  private static final int MOST_THREADS = 1024;

  private final CommandLine command;

  OptionChecks(CommandLine command) {
    this.command = command;
  }

  /**
   * Refuses a name that no backend has.
   *
   * @param others what the option takes besides, for the message
   */
  void requireBackend(String option, String name, String... others) {
    List<String> names = new ArrayList<>(List.of(others));
    Selection.providers().stream().map(BackendProvider::name).forEach(names::add);
    if (!names.contains(name)) {
      throw bad(
          "option "
              + option
              + ": there is no backend '"
              + name
              + "'; there are "
              + String.join(", ", names));
    }
  }

  void requirePositive(String option, int value) {
    if (value < 1) {
      throw bad("option " + option + " must be 1 or more, got " + value);
    }
  }

  /** Refuses an impossible number of threads; null stands for none given. */
  void requireThreads(Integer threads) {
    if (threads != null && (threads < 1 || threads > MOST_THREADS)) {
      throw bad("option --threads must be from 1 to " + MOST_THREADS + ", got " + threads);
    }
  }

  void requireBatchWithin(int size, int samples, Recipe recipe) {
    if (size > samples) {
      throw bad(
          "option --batch: "
              + size
              + " is more than the "
              + samples
              + " training samples of "
              + recipe.name()
              + "; choose "
              + samples
              + " or less");
    }
  }

  void requireWritable(String option, Path file) {
    try {
      OutputFile.ensureWritable(file);
    } catch (IOException e) {
      throw bad("option " + option + ": " + Failures.message(e));
    }
  }

  private ParameterException bad(String message) {
    return new ParameterException(command, message);
  }
}

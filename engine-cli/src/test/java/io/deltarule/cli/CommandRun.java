package io.deltarule.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/**
 * A command, run inside the test.
 *
 * @param code the exit code
 * @param out what it printed
 * @param err what it complained
 */
record CommandRun(int code, String out, String err) {
  static CommandRun of(Object... words) {
    return printingTo(new StringWriter(), words);
  }

  /** The same with a writer of the test's own for the output. */
  static CommandRun printingTo(StringWriter out, Object... words) {
    StringWriter err = new StringWriter();
    CommandLine command =
        Main.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    String[] args = new String[words.length];
    for (int i = 0; i < words.length; i++) {
      args[i] = words[i].toString();
    }
    int code = command.execute(args);
    return new CommandRun(code, out.toString(), err.toString());
  }
}

package io.deltarule.cli;

import java.io.Console;
import java.lang.reflect.InvocationTargetException;

/** What the output goes to. */
final class Terminal {
  private Terminal() {}

  /** True if somebody watches: input and output are a terminal that can move its cursor. */
  @SuppressWarnings("SystemConsoleNull") // isTerminal tells on newer versions
  static boolean isInteractive() {
    Console console = System.console();
    return console != null && !"dumb".equals(System.getenv("TERM")) && isTerminal(console);
  }

  /**
   * From Java 22 on there is a console even for a pipe, and a method tells the difference; before,
   * there is one only for a terminal.
   */
  private static boolean isTerminal(Console console) {
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (IllegalAccessException | InvocationTargetException e) {
      return false;
    }
  }
}

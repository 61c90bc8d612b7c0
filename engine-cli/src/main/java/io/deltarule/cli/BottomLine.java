package io.deltarule.cli;

import java.io.PrintWriter;
import me.tongfei.progressbar.ProgressBarConsumer;

/**
 * The last line of a terminal, drawn over again in place, with other lines printed above it.
 *
 * <p>It needs a carriage return and nothing else. The progress bar's own console asks JLine for the
 * terminal, and JLine takes Ctrl-C away from the virtual machine: the process would die at once,
 * with its work unsaved.
 */
final class BottomLine implements ProgressBarConsumer {
  private static final int USUAL_WIDTH = 80;

  private final PrintWriter out;
  private final int width;
  private String shown = "";

  BottomLine(PrintWriter out) {
    this(out, terminalWidth());
  }

  BottomLine(PrintWriter out, int width) {
    this.out = out;
    this.width = width;
  }

  /** What the shell says, if it does, or what every terminal has. */
  private static int terminalWidth() {
    String columns = System.getenv("COLUMNS");
    return columns != null && columns.matches("[1-9]\\d{0,3}")
        ? Integer.parseInt(columns)
        : USUAL_WIDTH;
  }

  /** One less than the terminal: a full line makes some terminals go to the next. */
  @Override
  public int getMaxRenderedLength() {
    return width - 1;
  }

  @Override
  public synchronized void accept(String line) {
    int rest = Math.max(0, shown.length() - line.length());
    out.print("\r" + line + " ".repeat(rest));
    out.flush();
    shown = line;
  }

  /** Prints a line above this one. */
  synchronized void printAbove(String line) {
    String below = shown;
    clear();
    out.println(line);
    accept(below);
  }

  @Override
  public synchronized void clear() {
    if (!shown.isEmpty()) {
      accept("");
      out.print("\r");
      out.flush();
    }
  }

  /** Takes the line away. */
  @Override
  public void close() {
    clear();
  }
}

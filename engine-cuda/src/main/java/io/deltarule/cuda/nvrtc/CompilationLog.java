package io.deltarule.cuda.nvrtc;

import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says why a compilation failed: the log, and the lines that it names with those around them. */
final class CompilationLog {
  private static final int LINES_AROUND = 2;

  private CompilationLog() {}

  static String message(KernelSource source, Target target, String code, String log) {
    return "NVRTC refused "
        + source.name()
        + " for "
        + target
        + " with options "
        + source.options()
        + " ("
        + code
        + "):\n"
        + log.strip()
        + "\n"
        + numberedLines(source, log);
  }

  /** The lines of the source that a log names as {@code name(line)}, and those around them. */
  static String numberedLines(KernelSource source, String log) {
    String[] lines = source.code().split("\n", -1);
    TreeSet<Integer> shown = new TreeSet<>();
    Matcher named = Pattern.compile(Pattern.quote(source.name()) + "\\((\\d+)\\)").matcher(log);
    while (named.find()) {
      int line = Integer.parseInt(named.group(1));
      for (int i = line - LINES_AROUND; i <= line + LINES_AROUND; i++) {
        if (i >= 1 && i <= lines.length) {
          shown.add(i);
        }
      }
    }
    StringBuilder text = new StringBuilder();
    shown.forEach(i -> text.append(String.format("%5d  %s%n", i, lines[i - 1])));
    return text.toString();
  }
}

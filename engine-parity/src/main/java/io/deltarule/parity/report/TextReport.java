package io.deltarule.parity.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A report as text of fixed columns. */
final class TextReport {
  private TextReport() {}

  /** The families' table and the counts, for the console. */
  public static String brief(ParityReport report) {
    return title(report) + table("family", report.byFamily()) + ending(report);
  }

  /** Both tables and the counts. */
  public static String full(ParityReport report) {
    return title(report)
        + table("family", report.byFamily())
        + "\n"
        + table("operation", report.byOperation())
        + ending(report);
  }

  private static String title(ParityReport report) {
    return report.backend() + ": parity with the float64 reference\n\n";
  }

  private static String table(String group, List<Row> rows) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(List.of(group, "mode", "cases", "worst error/bound", "worst case"));
    for (Row row : rows) {
      lines.add(
          List.of(
              row.group(),
              row.mode().toString(),
              String.valueOf(row.cases()),
              row.result(),
              row.worstCase()));
    }
    int[] widths = new int[lines.get(0).size()];
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> line : lines) {
      text.append(padded(line, widths).stripTrailing()).append('\n');
    }
    return text.toString();
  }

  /** Words to the left of their columns, numbers and results to the right. */
  private static String padded(List<String> cells, int[] widths) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String padding = " ".repeat(widths[i] - cells.get(i).length());
      boolean right = i == 2 || i == 3;
      text.append(right ? padding + cells.get(i) : cells.get(i) + padding).append("  ");
    }
    return text.toString();
  }

  private static String ending(ParityReport report) {
    StringBuilder text = new StringBuilder("\n" + report.summary() + "\n");
    reasons(report)
        .forEach(
            (reason, cases) ->
                text.append("unsupported (")
                    .append(cases)
                    .append("): ")
                    .append(reason)
                    .append('\n'));
    for (Verdict failed : report.verdicts(Verdict.Status.FAIL)) {
      text.append("failed: ")
          .append(failed.caseName())
          .append(", ")
          .append(failed.mode())
          .append(": ")
          .append(failed.reason())
          .append('\n');
    }
    report.leaks().forEach(leak -> text.append("left over ").append(leak).append('\n'));
    return text.toString();
  }

  /** How many checks are unsupported for each reason. */
  static Map<String, Integer> reasons(ParityReport report) {
    Map<String, Integer> reasons = new LinkedHashMap<>();
    report
        .verdicts(Verdict.Status.UNSUPPORTED)
        .forEach(verdict -> reasons.merge(verdict.reason(), 1, Integer::sum));
    return reasons;
  }
}

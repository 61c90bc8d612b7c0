package io.deltarule.parity.report;

import java.util.List;
import java.util.Locale;

/** A report as one HTML page that refers to nothing outside it. */
final class HtmlReport {
  private static final String STYLE =
      """
      body { font: 15px/1.4 system-ui, sans-serif; margin: 2rem; color: #222; }
      table { border-collapse: collapse; margin: 1rem 0 2rem; }
      th, td { padding: .15rem .8rem; text-align: left; border-bottom: 1px solid #ddd; }
      td.number { text-align: right; font-variant-numeric: tabular-nums; }
      td.bar { min-width: 9rem; }
      tr.failed td { background: #fbd5d5; }
      tr.unsupported td { background: #eee; color: #555; }
      """;

  private HtmlReport() {}

  static String of(ParityReport report) {
    StringBuilder html = new StringBuilder();
    html.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>")
        .append(escaped("Parity of " + report.backend()))
        .append("</title>\n<style>\n")
        .append(STYLE)
        .append("</style>\n</head>\n<body>\n<h1>")
        .append(escaped(report.backend() + ": parity with the float64 reference"))
        .append("</h1>\n<p>")
        .append(escaped(report.summary()))
        .append("</p>\n");
    list(html, "Failed", lines(report.verdicts(Verdict.Status.FAIL)));
    list(html, "Left over", report.leaks());
    list(
        html,
        "Unsupported",
        TextReport.reasons(report).entrySet().stream()
            .map(entry -> "(" + entry.getValue() + ") " + entry.getKey())
            .toList());
    table(html, "Family", report.byFamily());
    table(html, "Operation", report.byOperation());
    return html.append("</body>\n</html>\n").toString();
  }

  private static List<String> lines(List<Verdict> verdicts) {
    return verdicts.stream()
        .map(verdict -> verdict.caseName() + ", " + verdict.mode() + ": " + verdict.reason())
        .toList();
  }

  private static void list(StringBuilder html, String heading, List<String> items) {
    if (!items.isEmpty()) {
      html.append("<h2>").append(heading).append("</h2>\n<ul>\n");
      items.forEach(item -> html.append("<li>").append(escaped(item)).append("</li>\n"));
      html.append("</ul>\n");
    }
  }

  private static void table(StringBuilder html, String group, List<Row> rows) {
    html.append("<table>\n<tr><th>")
        .append(group)
        .append(
            "</th><th>Mode</th><th>Cases</th><th>Worst error/bound</th><th>Worst case</th></tr>\n");
    for (Row row : rows) {
      html.append(row.failed() > 0 ? "<tr class=\"failed\">" : opening(row));
      cell(html, "", row.group());
      cell(html, "", row.mode().toString());
      cell(html, " class=\"number\"", String.valueOf(row.cases()));
      cell(html, bar(row), row.result());
      cell(html, "", row.worstCase());
      html.append("</tr>\n");
    }
    html.append("</table>\n");
  }

  private static String opening(Row row) {
    return row.unsupported() > 0 ? "<tr class=\"unsupported\">" : "<tr>";
  }

  /** The error as a bar behind its number: full is the bound. */
  private static String bar(Row row) {
    if (!(row.worst() > 0)) {
      return " class=\"bar\"";
    }
    String percent = String.format(Locale.ROOT, "%.1f%%", 100 * row.worst());
    return String.format(
        " class=\"bar\" style=\"background: linear-gradient(to right, #bcd9f5 %s, transparent %s)\"",
        percent, percent);
  }

  private static void cell(StringBuilder html, String attributes, String text) {
    html.append("<td").append(attributes).append('>').append(escaped(text)).append("</td>");
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}

package io.deltarule.benchmarks;

import io.deltarule.benchmarks.measure.Median;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Figures of the same workloads from two engines, round by round, and the table of their medians.
 */
final class Comparison {
  private final Map<String, Row> rows = new LinkedHashMap<>();

  /** The figures of one workload on one number of threads. */
  private record Row(
      String workload, int threads, String unit, List<Double> ours, List<Double> theirs) {}

  /** Adds a figure of this engine. */
  void addOurs(int threads, Figure figure) {
    row(threads, figure).ours().add(figure.value());
  }

  /** Adds a figure of the other engine. */
  void addTheirs(int threads, Figure figure) {
    row(threads, figure).theirs().add(figure.value());
  }

  private Row row(int threads, Figure figure) {
    return rows.computeIfAbsent(
        threads + " " + figure.workload(),
        key ->
            new Row(
                figure.workload(), threads, figure.unit(), new ArrayList<>(), new ArrayList<>()));
  }

  /** A line for each workload: both medians with the range they lie in, and their ratio. */
  String table() {
    StringBuilder table = new StringBuilder();
    table.append(
        String.format(
            Locale.ROOT,
            "%-24s %7s %-9s %28s %28s %7s%n",
            "workload",
            "threads",
            "unit",
            "deltarule (lowest-highest)",
            "pytorch (lowest-highest)",
            "ratio"));
    for (Row row : rows.values()) {
      table.append(
          String.format(
              Locale.ROOT,
              "%-24s %7d %-9s %28s %28s %7.2f%n",
              row.workload(),
              row.threads(),
              row.unit(),
              range(row.ours()),
              range(row.theirs()),
              Median.of(row.ours()) / Median.of(row.theirs())));
    }
    return table.toString();
  }

  private static String range(List<Double> figures) {
    if (figures.isEmpty()) {
      return "-";
    }
    double lowest = figures.stream().min(Double::compare).orElseThrow();
    double highest = figures.stream().max(Double::compare).orElseThrow();
    return String.format(Locale.ROOT, "%.1f (%.1f-%.1f)", Median.of(figures), lowest, highest);
  }
}

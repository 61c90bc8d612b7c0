package io.deltarule.benchmarks.suite.report;

import io.deltarule.benchmarks.ceiling.Ceiling;
import io.deltarule.benchmarks.suite.Ratio;
import io.deltarule.benchmarks.suite.Result;
import io.deltarule.benchmarks.suite.SuiteReport;
import io.deltarule.plan.TextTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** A report as tables of text. */
public final class TextReport {
  private TextReport() {}

  /** The machine's ceilings, a row for each engine and workload, and the ratios. */
  public static String of(SuiteReport report) {
    StringBuilder text = new StringBuilder();
    for (Ceiling ceiling : report.ceilings()) {
      text.append("ceiling, ").append(ceiling).append('\n');
    }
    text.append('\n').append(results(report.results()));
    if (!report.ratios().isEmpty()) {
      text.append('\n').append(ratios(report.ratios()));
    }
    text.append(report.notes().isEmpty() ? "" : "\n");
    report.notes().forEach(note -> text.append(note).append('\n'));
    return text.toString();
  }

  private static TextTable results(List<Result> results) {
    List<String> header =
        List.of(
            "workload",
            "engine",
            "batch",
            "threads",
            "ms/step",
            "(rounds)",
            "fastest",
            "samples/s",
            "GFLOP/s",
            "of FMA",
            "of copy",
            "B/step",
            "peak MiB",
            "first step s",
            "steady s");
    TextTable table = table(header);
    for (Result result : results) {
      table.add(
          List.of(
              result.workload(),
              result.engine(),
              String.valueOf(result.batch()),
              String.valueOf(result.threads()),
              Quantities.millis(result.medianMillis()),
              Quantities.range(result.lowestMillis(), result.highestMillis()),
              Quantities.millis(result.minMillis()),
              Quantities.rate(result.samplesPerSecond()),
              Quantities.decimal(result.gigaflops(), 1),
              Quantities.percent(result.arithmeticShare()),
              Quantities.percent(result.copyShare()),
              Quantities.decimal(result.allocatedBytesPerStep(), 0),
              Quantities.mebibytes(result.peakMemoryBytes()),
              Quantities.decimal(result.firstStepSeconds(), 2),
              Quantities.decimal(result.steadySeconds(), 2)));
    }
    return table;
  }

  private static TextTable ratios(List<Ratio> ratios) {
    TextTable table = table(List.of("workload", "against", "speed", "(rounds)", "memory"));
    for (Ratio ratio : ratios) {
      table.add(
          List.of(
              ratio.workload(),
              ratio.peer(),
              String.format(Locale.ROOT, "%.2f x", ratio.ratio()),
              String.format(Locale.ROOT, "%.2f-%.2f", ratio.lowest(), ratio.highest()),
              ratio.memoryRatio() == null
                  ? Quantities.UNKNOWN
                  : String.format(Locale.ROOT, "%.2f x", ratio.memoryRatio())));
    }
    return table;
  }

  /** Names to the left, numbers to the right. */
  private static TextTable table(List<String> header) {
    List<Boolean> right = new ArrayList<>(Collections.nCopies(header.size(), Boolean.TRUE));
    right.set(0, false);
    right.set(1, false);
    return new TextTable(header, right);
  }
}

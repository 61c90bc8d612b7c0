package io.deltarule.benchmarks.suite.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.samskivert.mustache.Mustache;
import io.deltarule.benchmarks.suite.BuildProperties;
import io.deltarule.benchmarks.suite.Ratio;
import io.deltarule.benchmarks.suite.Result;
import io.deltarule.benchmarks.suite.SuiteReport;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A report as one HTML file, with its plots, that refers to nothing outside of itself. */
public final class HtmlReport {
  private static final String TEMPLATE = "report.html";

  private HtmlReport() {}

  /** Writes a report. */
  public static String of(SuiteReport report) {
    Map<String, Object> page =
        Map.ofEntries(
            Map.entry("report", report),
            Map.entry("memory", Quantities.mebibytes(report.machine().memoryBytes())),
            Map.entry("flags", String.join(" ", report.machine().jvmFlags())),
            Map.entry(
                "peers",
                report.ratios().isEmpty()
                    ? List.of()
                    : report.results().stream()
                        .map(Result::version)
                        .filter(version -> !version.equals("Deltarule"))
                        .distinct()
                        .toList()),
            Map.entry("workloads", report.workloads().entrySet()),
            Map.entry("charts", new Charts(report).all().stream().map(HtmlReport::plot).toList()),
            Map.entry("results", rows(report.results())),
            Map.entry("hasRatios", !report.ratios().isEmpty()),
            Map.entry("ratios", report.ratios().stream().map(HtmlReport::row).toList()),
            Map.entry(
                "hasScaling",
                !report.threadScaling().isEmpty() || !report.batchScaling().isEmpty()),
            Map.entry("scaling", rows(report.threadScaling())),
            Map.entry("batches", rows(report.batchScaling())),
            Map.entry("hasNotes", !report.notes().isEmpty()),
            Map.entry("library", library()));
    return Mustache.compiler().compile(resource(TEMPLATE)).execute(page);
  }

  /** A tag that ends a script must not occur in one. */
  private static Map<String, Object> plot(Chart chart) {
    try {
      String json = new ObjectMapper().writeValueAsString(chart.configuration());
      return Map.of(
          "id", chart.id(),
          "title", chart.title(),
          "wide", chart.wide(),
          "height", chart.height(),
          "json", json.replace("</", "<\\/"));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("plot " + chart.id() + " can't be written as JSON", e);
    }
  }

  private static List<Map<String, String>> rows(List<Result> results) {
    return results.stream().map(HtmlReport::row).toList();
  }

  private static Map<String, String> row(Result result) {
    return Map.ofEntries(
        Map.entry("workload", result.workload()),
        Map.entry("engine", result.engine()),
        Map.entry("version", result.version()),
        Map.entry("batch", String.valueOf(result.batch())),
        Map.entry("threads", String.valueOf(result.threads())),
        Map.entry("median", Quantities.millis(result.medianMillis())),
        Map.entry("range", Quantities.range(result.lowestMillis(), result.highestMillis())),
        Map.entry("min", Quantities.millis(result.minMillis())),
        Map.entry("steps", Quantities.count(result.steps())),
        Map.entry("samples", Quantities.rate(result.samplesPerSecond())),
        Map.entry("gigaflops", Quantities.decimal(result.gigaflops(), 1)),
        Map.entry("arithmetic", Quantities.percent(result.arithmeticShare())),
        Map.entry("copy", Quantities.percent(result.copyShare())),
        Map.entry("allocated", Quantities.decimal(result.allocatedBytesPerStep(), 0)),
        Map.entry("peak", Quantities.mebibytes(result.peakMemoryBytes())),
        Map.entry("first", Quantities.decimal(result.firstStepSeconds(), 2)),
        Map.entry("steady", Quantities.decimal(result.steadySeconds(), 2)));
  }

  private static Map<String, String> row(Ratio ratio) {
    return Map.of(
        "workload", ratio.workload(),
        "peer", ratio.peer(),
        "ratio", String.format(Locale.ROOT, "%.2f", ratio.ratio()),
        "range", String.format(Locale.ROOT, "%.2f-%.2f", ratio.lowest(), ratio.highest()),
        "memory", Quantities.decimal(ratio.memoryRatio(), 2));
  }

  /** Without the last line, which names a file beside it for debuggers. */
  private static String library() {
    return resource(BuildProperties.plotLibrary()).replaceAll("(?m)^//# sourceMappingURL=.*$", "");
  }

  private static String resource(String name) {
    try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("resource " + name + " is not on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

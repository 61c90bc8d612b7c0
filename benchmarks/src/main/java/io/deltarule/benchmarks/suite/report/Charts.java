package io.deltarule.benchmarks.suite.report;

import io.deltarule.benchmarks.suite.Ratio;
import io.deltarule.benchmarks.suite.Result;
import io.deltarule.benchmarks.suite.SuiteReport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** The plots of a report. */
final class Charts {
  private static final double MEBIBYTE = 1 << 20;

  private final SuiteReport report;
  private final List<String> workloads;
  private final List<String> engines;

  Charts(SuiteReport report) {
    this.report = report;
    this.workloads = report.results().stream().map(Result::workload).distinct().toList();
    this.engines = report.results().stream().map(Result::engine).distinct().toList();
  }

  /** All plots in the order of the page. */
  List<Chart> all() {
    List<Chart> charts = new ArrayList<>();
    workloads.forEach(workload -> charts.add(throughput(workload)));
    if (!report.ratios().isEmpty()) {
      charts.add(speed());
    }
    if (!report.ceilings().isEmpty()) {
      charts.add(ceilings());
    }
    if (!report.threadScaling().isEmpty()) {
      charts.add(threadScaling());
    }
    if (!report.batchScaling().isEmpty()) {
      charts.add(batchScaling());
    }
    charts.add(memory());
    return charts;
  }

  private Chart throughput(String workload) {
    List<Result> results =
        report.results().stream().filter(r -> r.workload().equals(workload)).toList();
    return Chart.ranking(
        "throughput-" + workload,
        "Throughput: " + workload,
        "samples/s",
        results.stream().map(Result::engine).toList(),
        results.stream().map(Result::samplesPerSecond).toList());
  }

  private Chart speed() {
    List<Chart.Series> series = new ArrayList<>();
    for (String peer : report.ratios().stream().map(Ratio::peer).distinct().toList()) {
      series.add(
          new Chart.Series(
              peer,
              engines.indexOf(peer),
              workloads.stream()
                  .map(
                      workload ->
                          report.ratios().stream()
                              .filter(r -> r.workload().equals(workload) && r.peer().equals(peer))
                              .map(Ratio::ratio)
                              .findFirst()
                              .orElse(null))
                  .toList()));
    }
    return Chart.ratios(
        "ratios",
        "Deltarule's speed over each peer's",
        "times as fast (1: equal)",
        workloads,
        series);
  }

  private Chart ceilings() {
    return Chart.bars(
        "ceilings",
        "Share of this machine's ceilings",
        "%",
        workloads,
        List.of(
            new Chart.Series("of multiply-adds", 0, ours(r -> percent(r.arithmeticShare()))),
            new Chart.Series("of memory copies", 1, ours(r -> percent(r.copyShare())))));
  }

  private static Double percent(Double share) {
    return share == null ? null : Double.valueOf(100 * share);
  }

  private List<Double> ours(Function<Result, Double> figure) {
    return figures(engines.get(0), figure);
  }

  private List<Double> figures(String engine, Function<Result, Double> figure) {
    Double[] values = new Double[workloads.size()];
    for (Result result : report.results()) {
      if (result.engine().equals(engine)) {
        values[workloads.indexOf(result.workload())] = figure.apply(result);
      }
    }
    return Arrays.asList(values);
  }

  private Chart memory() {
    return Chart.bars(
        "memory",
        "Peak memory of the process",
        "MiB resident",
        workloads,
        engines.stream()
            .map(
                engine ->
                    new Chart.Series(
                        engine,
                        engines.indexOf(engine),
                        figures(
                            engine,
                            r ->
                                r.peakMemoryBytes() == null
                                    ? null
                                    : Double.valueOf(r.peakMemoryBytes() / MEBIBYTE))))
            .filter(series -> series.values().stream().anyMatch(Objects::nonNull))
            .toList());
  }

  private Chart threadScaling() {
    TreeSet<Double> threads = new TreeSet<>();
    List<Chart.Line> lines = new ArrayList<>();
    for (String workload : workloads) {
      lines.add(
          relative(workload, report.threadScaling(), r -> r.threads(), r -> r.threads() == 1));
    }
    lines.forEach(line -> line.points().forEach(point -> threads.add(point.x())));
    lines.add(
        new Chart.Line("ideal", threads.stream().map(n -> new Chart.Point(n, n)).toList(), true));
    return Chart.lines(
        "thread-scaling",
        "Scaling with threads (1: the speed on one thread)",
        "threads",
        "times as fast",
        List.copyOf(threads),
        lines);
  }

  private Chart batchScaling() {
    TreeSet<Double> factors = new TreeSet<>();
    List<Chart.Line> lines = new ArrayList<>();
    for (String workload : workloads) {
      double standard =
          report.results().stream()
              .filter(r -> r.workload().equals(workload))
              .findFirst()
              .orElseThrow()
              .batch();
      lines.add(
          relative(
              workload,
              report.batchScaling(),
              r -> r.batch() / standard,
              r -> r.batch() == standard));
    }
    lines.forEach(line -> line.points().forEach(point -> factors.add(point.x())));
    return Chart.lines(
        "batch-scaling",
        "Scaling with the batch size (1: the samples/s at the standard batch)",
        "batch size over the standard one",
        "times the samples/s",
        List.copyOf(factors),
        lines);
  }

  /** The throughput of a workload's results over that of one of them. */
  private static Chart.Line relative(
      String workload, List<Result> results, ToDoubleFunction<Result> x, Predicate<Result> isUnit) {
    List<Result> of = results.stream().filter(r -> r.workload().equals(workload)).toList();
    double unit = of.stream().filter(isUnit).findFirst().orElseThrow().samplesPerSecond();
    return new Chart.Line(
        workload,
        of.stream()
            .map(r -> new Chart.Point(x.applyAsDouble(r), r.samplesPerSecond() / unit))
            .toList(),
        false);
  }
}

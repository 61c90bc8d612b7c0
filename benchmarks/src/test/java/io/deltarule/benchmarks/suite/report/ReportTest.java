package io.deltarule.benchmarks.suite.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.deltarule.benchmarks.ceiling.Ceiling;
import io.deltarule.benchmarks.suite.Machine;
import io.deltarule.benchmarks.suite.Ratio;
import io.deltarule.benchmarks.suite.Result;
import io.deltarule.benchmarks.suite.SuiteReport;
import io.deltarule.benchmarks.workload.TrainingWorkload;
import io.deltarule.benchmarks.workload.TrainingWorkloads;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;

/** The forms of a report with made-up figures. */
class ReportTest {
  private static Result result(String engine, int batch, int threads, double ms) {
    return result(engine, "mlp-small", batch, threads, ms);
  }

  private static Result result(String engine, String workload, int batch, int threads, double ms) {
    return new Result(
        engine,
        engine + " 1.0",
        workload,
        batch,
        threads,
        1000,
        ms,
        ms,
        2 * ms,
        ms / 2,
        50,
        batch / ms * 1e3,
        12.5,
        0.25,
        1.5,
        0.0,
        300L << 20,
        0.25,
        null);
  }

  private static SuiteReport report(
      List<Result> results, List<Ratio> ratios, List<Result> threads, List<Result> batches) {
    return new SuiteReport(
        "2026-01-01T00:00:00Z",
        "deltarule bench --peers --out '</script><b>'",
        "1.0",
        new Machine("A <fast> processor", 2, 8L << 30, "Linux", "Java 17", List.of("-Xmx1g")),
        "cpu: 16 lanes",
        new SuiteReport.Settings(2, 5, 3, 1, false),
        Map.of("mlp-small", "784-128-10"),
        List.of(new Ceiling(1, 100, 10), new Ceiling(2, 200, 11)),
        results,
        ratios,
        threads,
        batches,
        List.of("Other is left out </script>"));
  }

  private final SuiteReport report =
      report(
          List.of(result("Deltarule", 64, 2, 0.5), result("Peer", 64, 2, 1)),
          List.of(new Ratio("mlp-small", "Peer", 2, 1.5, 2.5, 1.25)),
          List.of(result("Deltarule", 64, 1, 0.9), result("Deltarule", 64, 2, 0.5)),
          List.of(result("Deltarule", 32, 2, 0.4), result("Deltarule", 64, 2, 0.5)));

  private final Document page = Jsoup.parse(HtmlReport.of(report));

  @Test
  void jsonIsReadBackAsWhatItWas() throws Exception {
    assertThat(JsonReport.parse(JsonReport.of(report))).isEqualTo(report);
  }

  @Test
  void thePageHasEveryPlotWithItsData() throws Exception {
    assertThat(page.select("figure").eachAttr("id"))
        .containsExactly(
            "throughput-mlp-small",
            "ratios",
            "ceilings",
            "thread-scaling",
            "batch-scaling",
            "memory");
    for (Element figure : page.select("figure")) {
      assertThat(figure.select("canvas")).hasSize(1);
      assertThat(figure.select("figcaption").text()).isNotBlank();
      JsonNode sets = data(figure.id());
      assertThat(sets.size()).as(figure.id()).isPositive();
      sets.forEach(set -> assertThat(set.get("data").size()).as(figure.id()).isPositive());
    }
  }

  private JsonNode data(String plot) throws Exception {
    return data(page, plot);
  }

  private static JsonNode data(Document page, String plot) throws Exception {
    String json = page.getElementById(plot).selectFirst("script").data();
    return new ObjectMapper().readTree(json).get("data").get("datasets");
  }

  @Test
  void plotsShowTheFigures() throws Exception {
    assertThat(data("throughput-mlp-small").get(0).get("data").toString())
        .isEqualTo("[128000.0,64000.0]");
    assertThat(data("ratios").get(0).get("data").toString()).isEqualTo("[2.0]");
    assertThat(data("ceilings").findValuesAsText("label"))
        .containsExactly("of multiply-adds", "of memory copies");
    assertThat(data("ceilings").get(1).get("data").toString()).isEqualTo("[150.0]");
    assertThat(data("thread-scaling").get(0).get("data").get(1).get("y").asDouble()).isEqualTo(1.8);
    assertThat(data("batch-scaling").get(0).get("data").get(0).get("x").asDouble()).isEqualTo(0.5);
    assertThat(data("memory").get(0).get("data").toString()).isEqualTo("[300.0]");
  }

  @Test
  void thePageRefersToNothingOutsideOfItself() {
    assertThat(page.select("[src], [href], [srcset], link, iframe, object, base")).isEmpty();
    assertThat(page.select("style").html()).doesNotContain("url(", "@import");
    assertThat(page.html()).doesNotContain("sourceMappingURL");
    assertThat(page.select("script").stream().anyMatch(s -> s.data().contains("Chart.js v")))
        .isTrue();
  }

  @Test
  void thePageNamesWhatTheFiguresWereMadeWith() {
    assertThat(page.select("#made-with").text())
        .contains(
            "A <fast> processor, 2 processors",
            "8,192 MiB",
            "Java 17",
            "-Xmx1g",
            "cpu: 16 lanes",
            "Peer 1.0",
            "deltarule bench --peers --out '</script><b>'",
            "2 threads: 200.0 GFLOP/s");
    assertThat(page.select("#notes li").text()).isEqualTo("Other is left out </script>");
    assertThat(page.select("b")).isEmpty();
    assertThat(page.select("#results tbody tr")).hasSize(2);
    assertThat(page.select("#ratio-table td").eachText())
        .containsExactly("mlp-small", "Peer", "2.00", "1.50-2.50", "1.25");
  }

  @Test
  void theTextHasARowForEachEngineAndEachRatio() {
    assertThat(TextReport.of(report).lines())
        .contains("ceiling, 2 threads: 200.0 GFLOP/s, copies 11.0 GB/s beyond the caches")
        .contains("mlp-small  Peer     2.00 x  1.50-2.50  1.25 x")
        .anyMatch(line -> line.matches("mlp-small +Deltarule +64 +2 +0.500 +0.500-1.000 .*"))
        .anyMatch(line -> line.matches("mlp-small +Peer .* 64,000 .* 12.5 +25.0 % +150.0 % .* -"))
        .contains("Other is left out </script>");
  }

  /** Every workload on every engine. */
  @Test
  void allWorkloadsHaveRoomAndColoursOfTheirOwn() throws Exception {
    List<String> workloads = TrainingWorkloads.all().stream().map(TrainingWorkload::name).toList();
    List<Result> ours = workloads.stream().map(w -> result("Deltarule", w, 4, 1, 8000)).toList();
    List<Result> both = new ArrayList<>(ours);
    workloads.forEach(w -> both.add(result("Peer", w, 4, 1, 9000)));
    List<Ratio> ratios = workloads.stream().map(w -> new Ratio(w, "Peer", 2, 1, 3, 1.5)).toList();
    SuiteReport all = report(both, ratios, ours, ours);
    Document large = Jsoup.parse(HtmlReport.of(all));
    assertThat(large.select("figure")).hasSize(workloads.size() + 5);
    assertThat(large.select("figure.wide-plot").eachAttr("id"))
        .containsExactly("ratios", "ceilings", "memory");
    assertThat(data(large, "thread-scaling").findValuesAsText("borderColor"))
        .hasSize(workloads.size() + 1)
        .doesNotHaveDuplicates();
    assertThat(data(large, "memory").get(0).get("data").size()).isEqualTo(workloads.size());
    assertThat(TextReport.of(all).lines())
        .as("half a sample a second")
        .anyMatch(line -> line.matches("gpt2-124m +Deltarule .* 0\\.50 .*"));
  }

  @Test
  void whatWasNotVariedHasNoPlot() {
    Document page =
        Jsoup.parse(HtmlReport.of(report(report.results(), List.of(), List.of(), List.of())));
    assertThat(page.select("figure").eachAttr("id"))
        .containsExactly("throughput-mlp-small", "ceilings", "memory");
  }
}

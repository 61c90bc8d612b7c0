package io.deltarule.benchmarks.suite;

import io.deltarule.benchmarks.measure.Contestant;
import io.deltarule.benchmarks.peers.Peers;
import io.deltarule.benchmarks.suite.report.HtmlReport;
import io.deltarule.benchmarks.suite.report.JsonReport;
import io.deltarule.benchmarks.suite.report.TextReport;
import io.deltarule.benchmarks.workload.TrainingWorkload;
import io.deltarule.benchmarks.workload.TrainingWorkloads;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reads the options of {@code deltarule bench}, runs the suite and writes the report. */
@Command(
    name = "deltarule bench",
    description = {
      "Times whole training steps of fixed workloads; prints a table, writes JSON and one HTML file"
          + " with plots.",
      "",
      "Each measurement runs in a process of its own. Leave the machine alone while it runs: two"
          + " threads need two idle processors.",
      ""
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "1:the run failed", "2:bad usage, nothing was done"})
final class BenchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "WORKLOAD",
      description =
          "mlp-small, mlp-large, cnn-mnist, resnet20, text-embed, char-lstm, gpt-nano, gpt2-124m."
              + " Default: all of them, which takes a quarter of an hour; gpt2-124m takes 2.5 GiB of"
              + " memory.")
  private List<String> workloads = new ArrayList<>();

  @Option(
      names = "--device",
      paramLabel = "NAME",
      defaultValue = "auto",
      description =
          "The backend: auto, or the name of one that 'deltarule info' lists. Default: auto.")
  private String device;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of every engine. Default: one a processor.")
  private Integer threads;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "How often each engine has its turn on each workload. Default: 5.")
  private Integer rounds;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "How long each measurement counts steps. Default: 1.")
  private Double seconds;

  @Option(
      names = "--warmup",
      paramLabel = "S",
      description = "How long each measurement runs steps before it counts. Default: 3.")
  private Double warmup;

  @Option(
      names = "--quick",
      description =
          "One round, 1.5 s of warm-up, half a second counted, fewer numbers of threads and batch"
              + " sizes; if none is named, of the workloads mlp-small, mlp-large, cnn-mnist and"
              + " text-embed alone: within a minute on two processors, without --peers.")
  private boolean quick;

  @Option(
      names = "--no-scaling",
      description = "Leaves out other numbers of threads and other sizes of batches.")
  private boolean noScaling;

  @Option(
      names = "--peers",
      description =
          "Measures PyTorch (Python; eager, with a fused optimizer, compiled), PyTorch in Java"
              + " through DJL, and DL4J in turns with this engine, and prints ratios. Maven fetches"
              + " DJL and DL4J the first time, 258 MB.")
  private boolean peers;

  @Option(
      names = "--python",
      paramLabel = "PYTHON",
      defaultValue = "python3",
      description = "The Python that has torch, for --peers. Default: python3.")
  private String python;

  @Option(
      names = "--launches",
      paramLabel = "MODEL",
      description =
          "Measures nothing: prints the launches of each workload's step on a GPU, fused and"
              + " unfused, and the least time on a device of published rates. One of h100, a100,"
              + " rtx4090, t4.")
  private String deviceModel;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      defaultValue = "out/bench",
      description = "Where bench.json and bench.html go. Default: out/bench.")
  private Path out;

  @Option(names = "--benchmarks", hidden = true, required = true)
  private Path benchmarks;

  /** Made by picocli. */
  BenchCommand() {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    SuiteSettings settings = settings();
    if (deviceModel != null) {
      printLaunches(settings);
      return 0;
    }
    String backend = Device.describe(spec.commandLine(), device, settings.threads());
    Files.createDirectories(out);
    PrintWriter err = spec.commandLine().getErr();
    List<String> absent = new ArrayList<>();
    List<Contestant> contestants =
        peers ? Peers.present(benchmarks, python, absent::add) : List.of();
    if (quick && workloads.isEmpty()) {
      absent.add(leftOutByQuick());
    }
    absent.forEach(err::println);
    String date =
        OffsetDateTime.now(ZoneId.systemDefault())
            .truncatedTo(ChronoUnit.SECONDS)
            .format(DateTimeFormatter.ISO_OFFSET_DATE_TIME);
    Suite suite =
        new Suite(
            settings,
            System.getProperty("java.class.path"),
            line -> {
              err.println(line);
              err.flush();
            });
    Suite.Findings found = suite.run(contestants, !backend.startsWith("cuda"));
    absent.addAll(found.notes());
    if (found.results().isEmpty()) {
      throw new IOException("nothing was measured, see above");
    }
    SuiteReport report = report(settings, backend, date, found, absent);
    write(report);
    return 0;
  }

  private void printLaunches(SuiteSettings settings) {
    LaunchTable launches =
        new LaunchTable(new OptionRanges(spec.commandLine()).deviceModel(deviceModel));
    settings.workloads().forEach(launches::add);
    spec.commandLine().getOut().println(launches);
    spec.commandLine().getOut().flush();
  }

  private static String leftOutByQuick() {
    List<TrainingWorkload> others = new ArrayList<>(TrainingWorkloads.all());
    others.removeAll(TrainingWorkloads.quick());
    return "--quick leaves out "
        + TrainingWorkloads.names(others)
        + ": their steps take too long; name those that you want";
  }

  private SuiteSettings settings() {
    OptionRanges ranges = new OptionRanges(spec.commandLine());
    List<TrainingWorkload> chosen = ranges.workloads(workloads);
    List<TrainingWorkload> usual = quick ? TrainingWorkloads.quick() : TrainingWorkloads.all();
    return new SuiteSettings(
        chosen.isEmpty() ? usual : chosen,
        device,
        ranges.count("--threads", threads, Runtime.getRuntime().availableProcessors()),
        ranges.count("--rounds", rounds, quick ? 1 : 5),
        ranges.seconds("--warmup", warmup, quick ? 1.5 : 3),
        ranges.seconds("--seconds", seconds, quick ? 0.5 : 1),
        noScaling
            ? SuiteSettings.Scaling.NONE
            : quick ? SuiteSettings.Scaling.QUICK : SuiteSettings.Scaling.FULL);
  }

  private SuiteReport report(
      SuiteSettings settings,
      String backend,
      String date,
      Suite.Findings found,
      List<String> notes) {
    Map<String, String> descriptions = new LinkedHashMap<>();
    settings.workloads().forEach(w -> descriptions.put(w.name(), w.description()));
    List<String> words = new ArrayList<>(spec.commandLine().getParseResult().originalArgs());
    int hidden = words.indexOf("--benchmarks");
    if (hidden >= 0) {
      words.subList(hidden, hidden + 2).clear();
    }
    return new SuiteReport(
        date,
        ("deltarule bench " + String.join(" ", words)).trim(),
        BuildProperties.version(),
        Machine.here(),
        backend,
        new SuiteReport.Settings(
            settings.threads(), settings.rounds(), settings.warmup(), settings.seconds(), quick),
        descriptions,
        found.ceilings(),
        found.results(),
        found.ratios(),
        found.threadScaling(),
        found.batchScaling(),
        List.copyOf(notes));
  }

  private void write(SuiteReport report) throws IOException {
    Path json = Files.writeString(out.resolve("bench.json"), JsonReport.of(report));
    Path html = Files.writeString(out.resolve("bench.html"), HtmlReport.of(report));
    PrintWriter terminal = spec.commandLine().getOut();
    terminal.println(TextReport.of(report));
    terminal.println("written to " + html + " and " + json);
    terminal.flush();
  }
}

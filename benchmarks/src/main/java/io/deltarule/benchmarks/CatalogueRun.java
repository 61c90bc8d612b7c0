package io.deltarule.benchmarks;

import io.deltarule.parity.catalogue.OpCatalogue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Benchmarks operation cases of engine-parity with JMH: those of the families, operations and names
 * that its arguments give. What follows {@code --} is for JMH, such as {@code -p threads=1,2} or
 * {@code -p backend=cpu}. Prints JMH's report and then a table of time, GFLOP/s and GB/s.
 */
public final class CatalogueRun {
  private CatalogueRun() {}

  /** Runs what is asked for; without arguments lists the families. */
  public static void main(String[] arguments) throws RunnerException, CommandLineOptionException {
    List<String> all = List.of(arguments);
    int dashes = all.indexOf("--");
    List<String> what = dashes < 0 ? all : all.subList(0, dashes);
    if (what.isEmpty()) {
      OpCatalogue.families()
          .forEach((family, cases) -> System.out.printf("%-12s %d cases%n", family, cases.size()));
      return;
    }
    List<String> jmh = dashes < 0 ? List.of() : all.subList(dashes + 1, all.size());
    System.out.print(table(run(CaseSelection.names(what), jmh)));
  }

  /** Runs JMH over the cases of some names. */
  static Collection<RunResult> run(List<String> names, List<String> jmh)
      throws RunnerException, CommandLineOptionException {
    OptionsBuilder options = new OptionsBuilder();
    options
        .parent(new CommandLineOptions(jmh.toArray(String[]::new)))
        .include(CatalogueBenchmark.class.getSimpleName())
        .param("name", names.toArray(String[]::new));
    return new Runner(options.build()).run();
  }

  /** A line for each result, after a heading. */
  static String table(Collection<RunResult> results) {
    List<CaseRate> rates = new ArrayList<>();
    for (RunResult result : results) {
      rates.add(
          CaseRate.of(
              CaseSelection.named(result.getParams().getParam("name")),
              result.getParams().getParam("backend"),
              result.getParams().getParam("threads"),
              result.getPrimaryResult().getScore()));
    }
    return CaseRate.table(rates);
  }
}

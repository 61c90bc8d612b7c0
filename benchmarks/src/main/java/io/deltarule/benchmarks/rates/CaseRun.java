package io.deltarule.benchmarks.rates;

import io.deltarule.benchmarks.cases.CaseSelection;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Benchmarks cases with JMH: those of the families, operations and names that its arguments give.
 * What follows {@code --} is for JMH, such as {@code -p threads=1} or {@code -p backend=reference}.
 * Prints JMH's report and then one table.
 */
public final class CaseRun {
  private CaseRun() {}

  /**
   * Runs what is asked for; lists the families where nothing is.
   *
   * @param arguments {@code family} for the cases made for benchmarks or {@code catalogue} for
   *     those of engine-parity, what to run, and options of JMH after {@code --}
   */
  public static void main(String[] arguments) throws RunnerException, CommandLineOptionException {
    List<String> all = List.of(arguments);
    CaseSelection selection =
        switch (all.isEmpty() ? "" : all.get(0)) {
          case "family" -> CaseSelection.families();
          case "catalogue" -> CaseSelection.catalogue();
          default ->
              throw new IllegalArgumentException(
                  "the first argument must be 'family' or 'catalogue', got " + all);
        };
    int dashes = all.indexOf("--");
    List<String> what = all.subList(1, dashes < 0 ? all.size() : dashes);
    if (what.isEmpty()) {
      selection
          .sizes()
          .forEach((family, cases) -> System.out.printf("%-14s %d cases%n", family, cases));
      return;
    }
    List<String> jmh = dashes < 0 ? List.of() : all.subList(dashes + 1, all.size());
    System.out.println();
    System.out.print(table(run(selection.names(what), jmh)));
  }

  /**
   * Runs JMH over the cases of some names.
   *
   * @throws RunnerException at the first case that fails: a table would only lack its line
   */
  static Collection<RunResult> run(List<String> names, List<String> jmh)
      throws RunnerException, CommandLineOptionException {
    OptionsBuilder options = new OptionsBuilder();
    options
        .parent(new CommandLineOptions(jmh.toArray(String[]::new)))
        .include(CaseBenchmark.class.getSimpleName())
        .addProfiler(CeilingProfiler.class)
        .shouldFailOnError(true)
        .param("name", names.toArray(String[]::new));
    return new Runner(options.build()).run();
  }

  /** The table of JMH's results. */
  static String table(Collection<RunResult> results) {
    return RateTable.of(results.stream().map(CaseRate::of).toList());
  }
}

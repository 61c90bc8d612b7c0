package io.deltarule.benchmarks.suite;

import io.deltarule.benchmarks.ceiling.Ceiling;
import java.util.List;
import java.util.Map;

/**
 * Everything that a run of the suite found, as it is written to JSON.
 *
 * @param date when it began, ISO 8601 with the offset from UTC
 * @param command how it was called
 * @param version this engine's
 * @param machine what it ran on
 * @param backend the device, as it describes itself
 * @param settings what was asked for: threads, rounds, seconds
 * @param workloads the description of each workload by name
 * @param ceilings the machine's best, on one thread and on all; empty on a GPU
 * @param results each engine on each workload
 * @param ratios this engine against each peer
 * @param threadScaling this engine on other numbers of threads
 * @param batchScaling this engine at other batch sizes
 * @param notes what did not run or was not steady, and why
 */
public record SuiteReport(
    String date,
    String command,
    String version,
    Machine machine,
    String backend,
    Settings settings,
    Map<String, String> workloads,
    List<Ceiling> ceilings,
    List<Result> results,
    List<Ratio> ratios,
    List<Result> threadScaling,
    List<Result> batchScaling,
    List<String> notes) {

  /** The settings that figures depend on. */
  public record Settings(
      int threads, int rounds, double warmupSeconds, double countedSeconds, boolean quick) {}
}

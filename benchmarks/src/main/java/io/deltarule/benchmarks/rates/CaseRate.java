package io.deltarule.benchmarks.rates;

import io.deltarule.benchmarks.cases.BenchmarkCase;
import io.deltarule.benchmarks.cases.CaseSelection;
import io.deltarule.compile.Compiler;
import io.deltarule.plan.PlanOptions;
import io.deltarule.plan.Planner;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/**
 * How fast a case ran.
 *
 * @param name the case
 * @param backend what it ran on
 * @param threads how many threads it had
 * @param microseconds the time of one run
 * @param kernels the launches of one run
 * @param gigaflops billions of floating-point operations a second
 * @param gigabytes billions of compulsory bytes a second
 * @param ceilingGigaflops what the machine can do at most; NaN if it was not measured
 * @param ceilingGigabytes what it copies at most in as much memory; NaN if it was not measured
 * @param allocated bytes that a run allocates, in the worst iteration
 */
record CaseRate(
    String name,
    String backend,
    int threads,
    double microseconds,
    int kernels,
    double gigaflops,
    double gigabytes,
    double ceilingGigaflops,
    double ceilingGigabytes,
    double allocated) {

  /** The rates in a result of JMH. */
  static CaseRate of(RunResult result) {
    BenchmarkCase measured = CaseSelection.named(result.getParams().getParam("name"));
    double runsPerSecond = result.getPrimaryResult().getScore();
    return new CaseRate(
        measured.name(),
        result.getParams().getParam("backend"),
        Integer.parseInt(result.getParams().getParam("threads")),
        1e6 / runsPerSecond,
        kernels(measured),
        measured.flops() * runsPerSecond / 1e9,
        measured.bytes() * runsPerSecond / 1e9,
        score(result, CeilingProfiler.GIGAFLOPS),
        score(result, CeilingProfiler.GIGABYTES),
        result.getSecondaryResults().get("allocated").getStatistics().getMax());
  }

  private static int kernels(BenchmarkCase measured) {
    return Planner.plan(Compiler.optimize(measured.computation().get()), PlanOptions.standard())
        .steps()
        .size();
  }

  private static double score(RunResult result, String label) {
    Result<?> found = result.getSecondaryResults().get(label);
    return found == null ? Double.NaN : found.getScore();
  }

  /** The share of the ceiling of arithmetic, from 0 to about 1. */
  double shareOfArithmetic() {
    return gigaflops / ceilingGigaflops;
  }

  /** The share of the ceiling of copies, from 0 to about 1. */
  double shareOfCopies() {
    return gigabytes / ceilingGigabytes;
  }

  /**
   * True if its bytes take longer than its arithmetic at the ceilings: copies are then what limits
   * it (the roofline of Williams, Waterman and Patterson 2009).
   */
  boolean isBoundByMemory() {
    return shareOfCopies() > shareOfArithmetic();
  }
}

package io.deltarule.benchmarks;

import io.deltarule.parity.OpCase;
import java.util.List;
import java.util.Locale;

/**
 * How fast a case ran.
 *
 * @param microseconds the time of one run
 * @param gigaflops billions of floating-point operations a second
 * @param gigabytes billions of compulsory bytes a second
 */
record CaseRate(
    String name,
    String backend,
    String threads,
    double microseconds,
    double gigaflops,
    double gigabytes) {

  /** The rates of a case that ran so many times a second. */
  static CaseRate of(OpCase opCase, String backend, String threads, double runsPerSecond) {
    return new CaseRate(
        opCase.name(),
        backend,
        threads,
        1e6 / runsPerSecond,
        opCase.flops() * runsPerSecond / 1e9,
        opCase.bytes() * runsPerSecond / 1e9);
  }

  /** A heading and a line for each; every line ends with '\n'. */
  static String table(List<CaseRate> rates) {
    StringBuilder text = new StringBuilder();
    text.append("backend    threads      us/run   GFLOP/s      GB/s  case\n");
    for (CaseRate rate : rates) {
      text.append(
          String.format(
              Locale.ROOT,
              "%-10s %7s %11.3f %9.3f %9.3f  %s\n",
              rate.backend,
              rate.threads,
              rate.microseconds,
              rate.gigaflops,
              rate.gigabytes,
              rate.name));
    }
    return text.toString();
  }
}

package io.deltarule.benchmarks.rates;

import java.util.List;
import java.util.Locale;

/** Rates as a table for people. */
final class RateTable {
  private RateTable() {}

  /**
   * A heading, a line for each rate and what the columns mean; every line ends with '\n'. The share
   * is of the ceiling that limits the case, which is named.
   */
  static String of(List<CaseRate> rates) {
    int width = rates.stream().mapToInt(rate -> rate.name().length()).max().orElse(0);
    String name = "%-" + Math.max("case".length(), width) + "s";
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            name + "  %-9s %7s %12s %11s %8s %7s  %-14s %9s%n",
            "case",
            "backend",
            "threads",
            "us/run",
            "us/kernel",
            "GFLOP/s",
            "GB/s",
            "of ceiling",
            "bytes/run"));
    for (CaseRate rate : rates) {
      text.append(
          String.format(
              Locale.ROOT,
              name + "  %-9s %7d %12.3f %11.3f %8.2f %7.2f  %-14s %9.0f%n",
              rate.name(),
              rate.backend(),
              rate.threads(),
              rate.microseconds(),
              rate.microseconds() / rate.kernels(),
              rate.gigaflops(),
              rate.gigabytes(),
              share(rate),
              rate.allocated()));
    }
    text.append(
        """

        GFLOP/s: floating-point operations before any fusion; GB/s: compulsory bytes, each input read and
        each output written once. Of ceiling: measured in the same process, on as many threads; fma is fused
        multiply-adds in registers, copy the rate of copying in as much memory as the case works on.
        Bytes/run: allocated on the heap, by all threads.
        """);
    return text.toString().replace(System.lineSeparator(), "\n");
  }

  private static String share(CaseRate rate) {
    if (Double.isNaN(rate.ceilingGigaflops())) {
      return "not measured";
    }
    return rate.isBoundByMemory()
        ? percent(rate.shareOfCopies(), "copy", rate.ceilingGigabytes())
        : percent(rate.shareOfArithmetic(), "fma", rate.ceilingGigaflops());
  }

  private static String percent(double share, String of, double ceiling) {
    return String.format(Locale.ROOT, "%3.0f%% %s %.0f", 100 * share, of, ceiling);
  }
}
